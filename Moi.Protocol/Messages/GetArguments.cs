using System.Text.Json.Serialization;

namespace Moi.Protocol.Messages;

/// <summary>The arguments of <see cref="Verb.Get"/>.</summary>
/// <param name="Keys">The keys to read; <c>a.b</c> reads a field of an object.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record GetArguments(IReadOnlyList<string> Keys);
