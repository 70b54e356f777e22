namespace Moi.Protocol.Transfer;

/// <summary>What a sender is to do next: send a block, or wait.</summary>
/// <param name="Block">The block to send; null to wait.</param>
/// <param name="Sequence">Its sequence.</param>
/// <param name="To">The one receiver who lacks it, where all others have it; null for all.</param>
/// <param name="Until">Where it waits: when to ask again at the latest, if nothing is heard; the largest time for never.</param>
public readonly record struct SenderStep(int? Block, uint Sequence, string? To, TimeSpan Until);
