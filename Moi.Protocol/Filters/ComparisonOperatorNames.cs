namespace Moi.Protocol.Filters;

/// <summary>The short names of the operators, the same on the wire and, behind a dash, in PowerShell.</summary>
internal static class ComparisonOperatorNames
{
    public static string ShortName(this ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "eq",
        ComparisonOperator.NotEqual => "ne",
        ComparisonOperator.Greater => "gt",
        ComparisonOperator.GreaterOrEqual => "ge",
        ComparisonOperator.Less => "lt",
        ComparisonOperator.LessOrEqual => "le",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "There is no such operator."),
    };

    /// <summary>The operator of that short name, or null.</summary>
    public static ComparisonOperator? Find(string shortName) => shortName switch
    {
        "eq" => ComparisonOperator.Equal,
        "ne" => ComparisonOperator.NotEqual,
        "gt" => ComparisonOperator.Greater,
        "ge" => ComparisonOperator.GreaterOrEqual,
        "lt" => ComparisonOperator.Less,
        "le" => ComparisonOperator.LessOrEqual,
        _ => null,
    };
}
