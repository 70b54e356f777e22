using System.Text.Json;
using Moi.Daemon.Presence;
using Moi.Protocol.Filters;

namespace Moi.Daemon.Keys;

/// <summary>
/// All keys of a remote: those that always are, and those in its store. What the daemon knows of itself can't be overwritten;
/// the places can.
/// </summary>
internal sealed class RemoteKeys : IKeyLookup
{
    private readonly Dictionary<string, JsonElement> _fixed;
    private readonly Dictionary<string, JsonElement> _defaults;
    private readonly KeyStore _store;
    private readonly Memberships _memberships;
    private readonly TimeProvider _time;
    private int _lastExitCode;

    public RemoteKeys(RemoteOptions options, string id, KeyStore store, TimeProvider time)
    {
        _store = store;
        _memberships = new Memberships(store);
        _time = time;
        _fixed = new(StringComparer.Ordinal)
        {
            ["addr"] = Json.Of(options.Address),
            ["name"] = Json.Of(options.Name),
            ["id"] = Json.Of(id),
            ["moid"] = Json.Of(DaemonVersion.Text),
            ["arch"] = Json.Of(Herald.Architecture),
        };
        _defaults = new(StringComparer.Ordinal)
        {
            ["home"] = Json.Of(options.Home),
            ["tmp"] = Json.Of(options.Temporary),
            ["self"] = Json.Of(options.Self),
            ["bin"] = Json.Of(options.Bin),
            ["destinations"] = Json.Of(["bin", "tmp", "home", "self", .. options.Destinations.Keys.Order(StringComparer.Ordinal)]),
        };
        foreach ((string name, string path) in options.Destinations)
        {
            _defaults[name] = Json.Of(path);
        }
    }

    /// <summary>The exit code of the last command that ended: the key <c>rc</c>.</summary>
    public int LastExitCode
    {
        get => Volatile.Read(ref _lastExitCode);
        set => Volatile.Write(ref _lastExitCode, value);
    }

    /// <summary>Whether an operator may not write the key: it says what the daemon knows better.</summary>
    public bool IsProtected(string key) =>
        key is "time" or "groups" or "rc" || _fixed.ContainsKey(key) || Memberships.IsMembership(key);

    /// <inheritdoc/>
    public KeyReading Read(string key)
    {
        if (key == "time")
        {
            return KeyReading.Of(Json.Of(_time.GetUtcNow().ToUnixTimeSeconds()));
        }

        if (key == "groups")
        {
            return KeyReading.Of(Json.Of(_memberships.Names));
        }

        if (key == "rc")
        {
            return KeyReading.Of(Json.Of(LastExitCode));
        }

        return _fixed.TryGetValue(key, out JsonElement value) || _store.TryGet(key, out value) || _defaults.TryGetValue(key, out value)
            ? KeyReading.Of(value)
            : KeyReading.Absent;
    }
}
