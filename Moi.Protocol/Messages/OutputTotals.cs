namespace Moi.Protocol.Messages;

/// <summary>What <see cref="ReplyKind.Out"/> carries: how many bytes each stream has so far, to be fetched with <see cref="Verb.Output"/>.</summary>
/// <param name="Stdout">Bytes of standard output.</param>
/// <param name="Stderr">Bytes of standard error.</param>
public sealed record OutputTotals(long Stdout, long Stderr);
