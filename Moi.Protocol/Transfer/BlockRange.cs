namespace Moi.Protocol.Transfer;

/// <summary>Blocks that stand side by side.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The one after the last.</param>
public readonly record struct BlockRange(int From, int To);
