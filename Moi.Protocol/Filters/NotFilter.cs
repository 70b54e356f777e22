namespace Moi.Protocol.Filters;

/// <summary>The condition does not hold; of what is unknown, so is the opposite.</summary>
public sealed record NotFilter : Filter
{
    /// <summary>Makes the condition.</summary>
    /// <exception cref="ArgumentException">A tree too deep or too large.</exception>
    public NotFilter(Filter condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        Condition = condition;
        FilterTree.Check(this);
    }

    /// <summary>What must not hold.</summary>
    public Filter Condition { get; }

    internal override int Depth => 1 + Condition.Depth;

    internal override int NodeCount => 1 + Condition.NodeCount;

    /// <inheritdoc/>
    public override Truth Evaluate(IKeyLookup keys) => Condition.Evaluate(keys) switch
    {
        Truth.True => Truth.False,
        Truth.False => Truth.True,
        _ => Truth.Unknown,
    };
}
