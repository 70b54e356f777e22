using System.Text.Json;
using Moi.Protocol;

namespace Moi.Daemon.Keys;

/// <summary>
/// The groups a remote is a member of, each with its generation. Each is a key of its own in the store, so that joining is one
/// write; operators see their names in the key <c>groups</c>.
/// </summary>
internal sealed class Memberships(KeyStore store)
{
    private const string Prefix = "_group-";

    /// <summary>The groups.</summary>
    public IReadOnlyList<string> Names =>
    [
        .. store.Snapshot().Keys
            .Where(IsMembership)
            .Select(key => key[Prefix.Length..])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether a key is one of these.</summary>
    public static bool IsMembership(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The generation under which the remote joined a group; null where it is no member.</summary>
    public string? GenerationOf(string group) =>
        store.TryGet(Prefix + group, out JsonElement generation) ? generation.GetString() : null;

    /// <summary>The change that makes it a member.</summary>
    public static KeyChange Join(string group, string generation) => KeyChange.Set(KeyOf(group), Json.Of(generation));

    /// <summary>The change that ends its membership.</summary>
    public static KeyChange Leave(string group) => KeyChange.Erase(KeyOf(group));

    private static string KeyOf(string group) => Prefix + Token.Require(group, "a group's name");
}
