using Moi.Protocol.Filters;

namespace Moi.PowerShell.Filters;

/// <summary>An operator of a block.</summary>
/// <param name="Name">Its short name in lower case, without <c>not</c> and the letter for case.</param>
/// <param name="IsNegated">Whether it is the opposite: notlike, notin, notcontains.</param>
/// <param name="IgnoreCase">Whether upper and lower case are the same: not in the c forms.</param>
internal sealed record BlockOperator(string Name, bool IsNegated, bool IgnoreCase)
{
    /// <summary>Those there are, for a message.</summary>
    public const string All = "-eq, -ne, -gt, -ge, -lt, -le, -like, -notlike, -in, -notin, -contains and -notcontains, also with c before them";

    /// <summary>The operator called that, such as <c>ceq</c>; null where filters have none.</summary>
    public static BlockOperator? Find(string name)
    {
        string lower = name.ToLowerInvariant();
        return Plain(lower, ignoreCase: true) ?? lower[0] switch
        {
            'i' => Plain(lower[1..], ignoreCase: true),
            'c' => Plain(lower[1..], ignoreCase: false),
            _ => null,
        };
    }

    /// <summary>How it compares; null where it does something else.</summary>
    public ComparisonOperator? Comparison => Name switch
    {
        "eq" => ComparisonOperator.Equal,
        "ne" => ComparisonOperator.NotEqual,
        "gt" => ComparisonOperator.Greater,
        "ge" => ComparisonOperator.GreaterOrEqual,
        "lt" => ComparisonOperator.Less,
        "le" => ComparisonOperator.LessOrEqual,
        _ => null,
    };

    /// <summary>What says the same with the two sides changed; null where nothing does.</summary>
    public BlockOperator? Turned => Name switch
    {
        "eq" or "ne" => this,
        "gt" => this with { Name = "lt" },
        "ge" => this with { Name = "le" },
        "lt" => this with { Name = "gt" },
        "le" => this with { Name = "ge" },
        "in" => this with { Name = "contains" },
        "contains" => this with { Name = "in" },
        _ => null,
    };

    private static BlockOperator? Plain(string name, bool ignoreCase) => name switch
    {
        "eq" or "ne" or "gt" or "ge" or "lt" or "le" or "like" or "in" or "contains" => new BlockOperator(name, IsNegated: false, ignoreCase),
        "notlike" or "notin" or "notcontains" => new BlockOperator(name[3..], IsNegated: true, ignoreCase),
        _ => null,
    };
}
