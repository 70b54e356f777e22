namespace Moi.Protocol.Filters;

/// <summary>At least one condition holds: <c>any c c...</c>, PowerShell's -or.</summary>
public sealed record AnyFilter : CompoundFilter
{
    /// <summary>Makes the condition.</summary>
    /// <exception cref="ArgumentException">No condition, or a tree too deep or too large.</exception>
    public AnyFilter(IEnumerable<Filter> conditions)
        : base(conditions)
    {
    }

    /// <inheritdoc/>
    public override Truth Evaluate(IKeyLookup keys) => Evaluate(keys, Truth.True, Truth.False);
}
