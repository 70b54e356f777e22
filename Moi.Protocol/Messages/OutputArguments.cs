using System.Text.Json.Serialization;

namespace Moi.Protocol.Messages;

/// <summary>The arguments of <see cref="Verb.Output"/>.</summary>
/// <param name="Request">The run, or the job's id.</param>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Offset">The first byte wanted.</param>
/// <param name="Count">How many bytes are wanted at the most.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OutputArguments(string Request, string Stream, long Offset, int Count);

/// <summary>A piece of a command's output.</summary>
/// <param name="Offset">Where it starts: later than asked where the bytes asked for were not kept.</param>
/// <param name="Data">The bytes; none at the end.</param>
/// <param name="Total">How many bytes the stream has so far.</param>
public sealed record OutputValue(long Offset, byte[] Data, long Total);

/// <summary>The arguments of <see cref="Verb.Cancel"/>.</summary>
/// <param name="Request">The request that is to end.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CancelArguments(string Request);
