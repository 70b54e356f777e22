using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moi.Protocol.Messages;

/// <summary>The arguments of <see cref="Verb.Set"/>: all of it happens, or nothing.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SetArguments
{
    /// <summary>Keys and their new values; a JSON null erases the key.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Set { get; init; }

    /// <summary>Values to add to the array under a key, each unless it is there already.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<JsonElement>>? Add { get; init; }

    /// <summary>Values to take out of the array under a key.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<JsonElement>>? Remove { get; init; }
}
