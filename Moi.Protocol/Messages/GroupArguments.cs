using System.Text.Json.Serialization;

namespace Moi.Protocol.Messages;

/// <summary>The arguments of <see cref="Verb.Join"/> and <see cref="Verb.Leave"/>.</summary>
/// <param name="Group">The group.</param>
/// <param name="Generation">With <see cref="Verb.Join"/>: which set of members it is; see <see cref="GroupGeneration"/>.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record GroupArguments(string Group, string? Generation = null);
