using System.Text.Json;

namespace Moi.Protocol.Filters;

/// <summary>
/// A comparison of a key with a value: the seed's <c>K=V</c> and <c>K.not.V</c>, PowerShell's -eq -ne -gt -ge -lt -le.
/// </summary>
/// <remarks>
/// Two numbers compare as numbers, exactly. Anything else compares as text, character by character: a string's
/// content, the compact JSON text of any other value; so the string "1" (which is what the seed's <c>A=1</c> asks for)
/// matches the number 1, but not 1.0. An absent key, and one that is JSON null, equals <see cref="FilterValue.Null"/>
/// only and is neither greater nor less than anything.
/// </remarks>
public sealed record ComparisonFilter : KeyFilter
{
    /// <summary>Makes the condition.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such operator.</exception>
    public ComparisonFilter(KeyPath key, ComparisonOperator @operator, FilterValue value, bool ignoreCase)
        : base(key)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!Enum.IsDefined(@operator))
        {
            throw new ArgumentOutOfRangeException(nameof(@operator), @operator, "There is no such operator.");
        }

        Operator = @operator;
        Value = value;
        IgnoreCase = ignoreCase;
    }

    /// <summary>How they are compared.</summary>
    public ComparisonOperator Operator { get; }

    /// <summary>What the key is compared with.</summary>
    public FilterValue Value { get; }

    /// <summary>Whether upper and lower case are the same.</summary>
    public bool IgnoreCase { get; }

    private protected override bool Holds(JsonElement? value) => Operator switch
    {
        ComparisonOperator.Equal => ValueComparison.AreEqual(value, Value, IgnoreCase),
        ComparisonOperator.NotEqual => !ValueComparison.AreEqual(value, Value, IgnoreCase),
        ComparisonOperator.Greater => ValueComparison.Order(value, Value, IgnoreCase) > 0,
        ComparisonOperator.GreaterOrEqual => ValueComparison.Order(value, Value, IgnoreCase) >= 0,
        ComparisonOperator.Less => ValueComparison.Order(value, Value, IgnoreCase) < 0,
        _ => ValueComparison.Order(value, Value, IgnoreCase) <= 0,
    };
}
