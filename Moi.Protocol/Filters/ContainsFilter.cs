using System.Text.Json;

namespace Moi.Protocol.Filters;

/// <summary>
/// The key is an array that holds a value, as <see cref="ComparisonFilter"/> sees equality: <c>K:V</c>, PowerShell's
/// -contains. What is not an array holds nothing.
/// </summary>
public sealed record ContainsFilter : KeyFilter
{
    /// <summary>Makes the condition.</summary>
    public ContainsFilter(KeyPath key, FilterValue value, bool ignoreCase)
        : base(key)
    {
        ArgumentNullException.ThrowIfNull(value);
        Value = value;
        IgnoreCase = ignoreCase;
    }

    /// <summary>What the array holds.</summary>
    public FilterValue Value { get; }

    /// <summary>Whether upper and lower case are the same.</summary>
    public bool IgnoreCase { get; }

    private protected override bool Holds(JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.Array } array)
        {
            return false;
        }

        foreach (JsonElement element in array.EnumerateArray())
        {
            if (ValueComparison.AreEqual(element, Value, IgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
