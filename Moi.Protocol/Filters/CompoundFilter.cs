namespace Moi.Protocol.Filters;

/// <summary>Several conditions taken together, at least one.</summary>
public abstract record CompoundFilter : Filter
{
    private protected CompoundFilter(IEnumerable<Filter> conditions)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        Conditions = Array.AsReadOnly(conditions.ToArray());
        if (Conditions.Count == 0 || Conditions.Contains(null!))
        {
            throw new ArgumentException("At least one condition is needed, and none may be null.", nameof(conditions));
        }

        FilterTree.Check(this);
    }

    /// <summary>The conditions, in the order given.</summary>
    public IReadOnlyList<Filter> Conditions { get; }

    internal override int Depth => 1 + Conditions.Max(condition => condition.Depth);

    internal override int NodeCount => 1 + Conditions.Sum(condition => condition.NodeCount);

    /// <inheritdoc/>
    public virtual bool Equals(CompoundFilter? other) =>
        base.Equals(other) && Conditions.SequenceEqual(other.Conditions);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(EqualityContract);
        foreach (Filter condition in Conditions)
        {
            hash.Add(condition);
        }

        return hash.ToHashCode();
    }

    /// <summary>
    /// The decisive truth as soon as one condition has it; else unknown when one is; else the opposite of the decisive.
    /// </summary>
    private protected Truth Evaluate(IKeyLookup keys, Truth decisive, Truth otherwise)
    {
        Truth result = otherwise;
        foreach (Filter condition in Conditions)
        {
            Truth truth = condition.Evaluate(keys);
            if (truth == decisive)
            {
                return decisive;
            }

            if (truth == Truth.Unknown)
            {
                result = Truth.Unknown;
            }
        }

        return result;
    }
}
