using System.Management.Automation.Language;
using System.Text.Json;
using Moi.Protocol.Filters;

namespace Moi.PowerShell.Filters;

/// <summary>Makes conditions of a key, an operator and a value.</summary>
internal sealed class BlockComparison(BlockSource source, BlockKeys keys, BlockValues values)
{
    /// <summary>A comparison as PowerShell parses it, the key on either side.</summary>
    public Filter Translate(BinaryExpressionAst ast)
    {
        BlockOperator used = BlockOperator.Find(ast.Operator.ToString())
            ?? throw source.Fault(ast.ErrorPosition, $"the operators here are {BlockOperator.All}");
        if (keys.Find(ast.Left) is { } key)
        {
            return Make(ast.Extent, key, used, ast.Right);
        }

        return used.Turned is { } turned && keys.Find(ast.Right) is { } right
            ? Make(ast.Extent, right, turned, ast.Left)
            : throw source.Fault(ast.Left.Extent, "expected a key of the remote, as in $_.arch");
    }

    /// <summary>The condition.</summary>
    public Filter Make(IScriptExtent extent, KeyPath key, BlockOperator used, Ast right)
    {
        BlockValue value = values.Read(right);
        Filter condition = source.Make(extent, () => used.Name switch
        {
            "like" => new LikeFilter(key, LikePattern.Parse(Only(value, right, allowsNull: false).Text), used.IgnoreCase),
            "in" => new InFilter(key, value.Values, used.IgnoreCase),
            "contains" => new ContainsFilter(key, Only(value, right, allowsNull: true), used.IgnoreCase),
            _ => (Filter)new ComparisonFilter(
                key, used.Comparison!.Value, Only(value, right, allowsNull: used.Name is "eq" or "ne"), used.IgnoreCase),
        });
        return used.IsNegated ? source.Make(extent, () => new NotFilter(condition)) : condition;
    }

    private FilterValue Only(BlockValue value, Ast right, bool allowsNull)
    {
        if (value.IsList)
        {
            throw source.Fault(right.Extent, "expected one value; lists go with -in");
        }

        FilterValue only = value.Values[0];
        return only.Kind != JsonValueKind.Null || allowsNull
            ? only
            : throw source.Fault(right.Extent, "expected a value; a missing key is told by -eq $null");
    }
}
