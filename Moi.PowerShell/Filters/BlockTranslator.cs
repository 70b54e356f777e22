using System.Management.Automation;
using System.Management.Automation.Language;
using Moi.Protocol.Filters;

namespace Moi.PowerShell.Filters;

/// <summary>
/// Translates a script block of comparisons into the filter that it says, reading only its syntax tree. What is no comparison
/// of a key with values is a fault.
/// </summary>
internal sealed class BlockTranslator
{
    private readonly BlockSource _source;
    private readonly BlockKeys _keys;
    private readonly BlockComparison _comparison;

    private BlockTranslator(BlockSource source, SessionState? scope)
    {
        _source = source;
        _keys = new BlockKeys(source);
        _comparison = new BlockComparison(source, _keys, new BlockValues(source, new BlockVariables(source, scope)));
    }

    /// <summary>The filter that a block says.</summary>
    /// <param name="block">The block.</param>
    /// <param name="caller">Where variables are read of a block that belongs to no module; null for nowhere.</param>
    /// <exception cref="BlockFaultException">It is no filter.</exception>
    public static Filter Translate(ScriptBlock block, SessionState? caller)
    {
        BlockSource source = new(block.Ast.Extent);
        return block.Ast is ScriptBlockAst body
            ? new BlockTranslator(source, block.Module?.SessionState ?? caller).Statement(BlockStatement.Only(source, body))
            : throw source.Fault(block.Ast.Extent, "expected a block in braces, not a function");
    }

    /// <summary>The condition that an expression says.</summary>
    public Filter Condition(Ast ast) => ast switch
    {
        ParenExpressionAst paren => Statement(paren.Pipeline),
        CommandAst command => new BlockCommand(this, _source, _keys, _comparison, command).Translate(),
        BinaryExpressionAst { Operator: TokenKind.And or TokenKind.Or } joined => Join(joined.Extent, joined.Operator == TokenKind.And, Operands(joined, joined.Operator)),
        BinaryExpressionAst comparison => _comparison.Translate(comparison),
        UnaryExpressionAst { TokenKind: TokenKind.Not or TokenKind.Exclaim } not => Not(not.Extent, Condition(not.Child)),
        MemberExpressionAst when _keys.Find(ast) is { } key => new ExistsFilter(key),
        _ when BlockKeys.IsCurrent(ast) => throw _source.Fault(ast.Extent, "expected a key of the remote, as in $_.arch"),
        _ => throw _source.Fault(ast.Extent, "expected a condition, as in $_.arch -eq 'arm64'"),
    };

    /// <summary>Several conditions, joined by -and or by -or.</summary>
    public Filter Join(IScriptExtent extent, bool isAnd, IReadOnlyList<Filter> conditions) => _source.Make(
        extent, () => isAnd ? (Filter)new AllFilter(conditions) : new AnyFilter(conditions));

    /// <summary>The opposite of a condition.</summary>
    public Filter Not(IScriptExtent extent, Filter condition) => _source.Make(extent, () => new NotFilter(condition));

    private Filter Statement(StatementAst statement) => Condition(BlockStatement.ExpressionOf(_source, statement));

    /// <summary>The operands of a row of the same operator, which PowerShell nests to the left.</summary>
    private List<Filter> Operands(BinaryExpressionAst joined, TokenKind same)
    {
        Stack<ExpressionAst> operands = new([joined.Right]);
        ExpressionAst left = joined.Left;
        while (left is BinaryExpressionAst before && before.Operator == same)
        {
            operands.Push(before.Right);
            left = before.Left;
        }

        operands.Push(left);
        return [.. operands.Select(Condition)];
    }
}
