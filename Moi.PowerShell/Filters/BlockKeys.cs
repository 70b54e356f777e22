using System.Management.Automation.Language;
using Moi.Protocol.Filters;

namespace Moi.PowerShell.Filters;

/// <summary>Reads the keys of a block: <c>$_.arch</c>, <c>$_.'sleep-job'.code</c>.</summary>
internal sealed class BlockKeys(BlockSource source)
{
    /// <summary>Whether it is <c>$_</c> or <c>$PSItem</c>.</summary>
    public static bool IsCurrent(Ast ast) =>
        ast is VariableExpressionAst { Splatted: false } variable
        && (variable.VariablePath.UserPath is "_" || string.Equals(variable.VariablePath.UserPath, "PSItem", StringComparison.OrdinalIgnoreCase));

    /// <summary>The key that an expression reads; null where it has nothing to do with <c>$_</c>.</summary>
    /// <exception cref="BlockFaultException">It does something else with <c>$_</c>.</exception>
    public KeyPath? Find(Ast ast)
    {
        List<string> parts = [];
        Ast current = ast;
        while (current is MemberExpressionAst member)
        {
            if (member is InvokeMemberExpressionAst)
            {
                throw source.Fault(member.Extent, "a method cannot be asked of a remote");
            }

            if (member.Static || member.Member is not StringConstantExpressionAst name)
            {
                throw source.Fault(member.Member.Extent, "expected the name of a key, as in $_.arch or $_.'sleep-job'.code");
            }

            parts.Insert(0, name.Value);
            current = member.Expression;
        }

        if (!IsCurrent(current))
        {
            return null;
        }

        return parts.Count > 0
            ? Read(ast.Extent, string.Join('.', parts))
            : throw source.Fault(ast.Extent, "expected a key of the remote, as in $_.arch");
    }

    /// <summary>The key of that name.</summary>
    public KeyPath Read(IScriptExtent extent, string name) => source.Make(extent, () => KeyPath.Parse(name));
}
