namespace Moi.Protocol.Filters;

/// <summary>All conditions hold: <c>all c c...</c>, PowerShell's -and.</summary>
public sealed record AllFilter : CompoundFilter
{
    /// <summary>Makes the condition.</summary>
    /// <exception cref="ArgumentException">No condition, or a tree too deep or too large.</exception>
    public AllFilter(IEnumerable<Filter> conditions)
        : base(conditions)
    {
    }

    /// <inheritdoc/>
    public override Truth Evaluate(IKeyLookup keys) => Evaluate(keys, Truth.False, Truth.True);
}
