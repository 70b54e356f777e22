using System.Text.Json;

namespace Moi.Protocol.Filters;

/// <summary>
/// The key equals one of several values, as <see cref="ComparisonFilter"/> sees equality: PowerShell's -in.
/// </summary>
public sealed record InFilter : KeyFilter
{
    /// <summary>Makes the condition. Without any value it never holds.</summary>
    /// <exception cref="ArgumentException">There are too many values.</exception>
    public InFilter(KeyPath key, IEnumerable<FilterValue> values, bool ignoreCase)
        : base(key)
    {
        ArgumentNullException.ThrowIfNull(values);
        Values = Array.AsReadOnly(values.ToArray());
        if (Values.Contains(null!))
        {
            throw new ArgumentException("A value is missing.", nameof(values));
        }

        IgnoreCase = ignoreCase;
        FilterTree.Check(this);
    }

    /// <summary>The values, in the order given.</summary>
    public IReadOnlyList<FilterValue> Values { get; }

    /// <summary>Whether upper and lower case are the same.</summary>
    public bool IgnoreCase { get; }

    internal override int NodeCount => 1 + Values.Count;

    /// <inheritdoc/>
    public bool Equals(InFilter? other) =>
        base.Equals(other) && IgnoreCase == other.IgnoreCase && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), IgnoreCase, Values.Count);

    private protected override bool Holds(JsonElement? value)
    {
        foreach (FilterValue candidate in Values)
        {
            if (ValueComparison.AreEqual(value, candidate, IgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
