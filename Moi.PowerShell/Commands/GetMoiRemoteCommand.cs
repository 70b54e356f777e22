using System.Management.Automation;
using System.Text.Json;
using Moi.PowerShell.Completion;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Objects;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Commands;

/// <summary>Asks remotes for the values of keys.</summary>
[Cmdlet(VerbsCommon.Get, "MoiRemote")]
[OutputType(typeof(MoiRemote))]
public sealed class GetMoiRemoteCommand : RemoteCmdlet
{
    /// <summary>What every remote is asked for: its clock and the version of its daemon.</summary>
    private static readonly string[] Always = ["time", "moid"];

    private readonly HashSet<string> _found = new(StringComparer.Ordinal);
    private KeyColumns _columns = KeyColumns.None;
    private bool _isAnswered;

    /// <summary>The keys to read; <c>a.b</c> reads a field of an object. Each becomes a property.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KeyNameCompleter))]
    public string[] Key { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing() => _columns = KeyColumns.Of(Key, WriteWarning);

    private protected override void Process()
    {
        base.Process();
        Session.SeenKeys.Add(_found);
        if (_isAnswered)
        {
            WarnOfNames();
        }
    }

    private protected override string AskedVerb => Verb.Get;

    private protected override JsonElement AskedArguments(Target target) => JsonSerializer.SerializeToElement(
        new GetArguments([.. Always, .. Key]), MessageJson.Wire.GetArguments);

    private protected override IEnumerable<object> Convert(Outcome outcome)
    {
        JsonElement[] values = [.. outcome.Reply!.Value!.Value.EnumerateArray()];
        _isAnswered = true;
        Dictionary<string, object?> keys = new(StringComparer.Ordinal);
        for (int i = 0; i < Key.Length; i++)
        {
            JsonElement value = values[Always.Length + i];
            keys[Key[i]] = JsonObject.From(value);
            if (value.ValueKind != JsonValueKind.Null)
            {
                _found.Add(Key[i]);
            }
        }

        yield return _columns.AddTo(new MoiRemote
        {
            Address = outcome.Address,
            Name = outcome.Name,
            Id = outcome.Id,
            Time = values[0].GetInt64(),
            Moid = values[1].GetString() ?? string.Empty,
            Online = true,
            Warnings = [.. Fleet.Presence.Find(outcome.Id)?.Message.Warnings?.Where(warning => warning is not null) ?? []],
            Keys = keys,
        });
    }

    /// <summary>Whoever comes from <c>moi ls</c>, or from elsewhere, may expect a name where the keys stand.</summary>
    private void WarnOfNames()
    {
        foreach (string key in Key.Where(key => !_found.Contains(key) && Fleet.Presence.Remotes.Any(remote => IsCalled(remote, key))))
        {
            WriteWarning($"No remote has a key '{key}', but one is called that: did you mean -Name {key}?");
        }
    }

    private static bool IsCalled(RemotePresence remote, string key) =>
        string.Equals(remote.Name, key, StringComparison.OrdinalIgnoreCase) || remote.Address == key;
}
