using System.Management.Automation.Language;

namespace Moi.PowerShell.Filters;

/// <summary>Takes the one expression out of what PowerShell wraps it in.</summary>
internal static class BlockStatement
{
    /// <summary>The only statement of a block.</summary>
    public static StatementAst Only(BlockSource source, ScriptBlockAst block)
    {
        Ast? extra = (Ast?)block.ParamBlock ?? (Ast?)block.DynamicParamBlock ?? (Ast?)block.BeginBlock ?? block.ProcessBlock;
        if (extra is not null || block.EndBlock is { Unnamed: false })
        {
            throw source.Fault((extra ?? block.EndBlock).Extent, "expected a condition alone, as in { $_.arch -eq 'arm64' }");
        }

        return block.EndBlock switch
        {
            { Traps: [TrapStatementAst trap, ..] } => throw source.Fault(trap.Extent, "expected a condition alone"),
            { Statements: [StatementAst only] } => only,
            { Statements: [_, StatementAst second, ..] } => throw source.Fault(second.Extent, "expected one condition; -and and -or join several"),
            _ => throw source.Fault(block.Extent, "the block is empty; expected a condition, as in { $_.arch -eq 'arm64' }"),
        };
    }

    /// <summary>The expression, or the command that barewords are parsed as, that a statement consists of.</summary>
    public static Ast ExpressionOf(BlockSource source, StatementAst statement) => statement switch
    {
        PipelineAst { PipelineElements: [CommandBaseAst { Redirections.Count: 0 } only] } pipeline
            when pipeline.Extent.EndOffset == only.Extent.EndOffset => only is CommandExpressionAst expression ? expression.Expression : only,
        AssignmentStatementAst assignment => throw source.Fault(assignment.ErrorPosition, "nothing can be assigned in a filter; -eq compares"),
        PipelineAst { PipelineElements: [_, CommandBaseAst second, ..] } => throw source.Fault(second.Extent, "a filter has no pipeline"),
        _ => throw source.Fault(statement.Extent, "expected a condition, as in { $_.arch -eq 'arm64' }"),
    };
}
