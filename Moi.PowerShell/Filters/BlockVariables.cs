using System.Management.Automation;
using System.Management.Automation.Language;

namespace Moi.PowerShell.Filters;

/// <summary>Reads the variables of a block, now and not when the filter is used.</summary>
/// <param name="source">The block.</param>
/// <param name="scope">Where its variables live; null where nobody knows.</param>
internal sealed class BlockVariables(BlockSource source, SessionState? scope)
{
    /// <summary>The value of a variable that is set.</summary>
    /// <exception cref="BlockFaultException">It is not set, is null, or cannot be read.</exception>
    public object Read(VariableExpressionAst variable)
    {
        string name = variable.VariablePath.UserPath;
        if (scope is null)
        {
            throw source.Fault(variable.Extent, $"${name} cannot be read here; give the block to -Filter itself");
        }

        if (variable.Splatted)
        {
            throw source.Fault(variable.Extent, $"expected a value; write ${name}");
        }

        object? value = variable.VariablePath.IsDriveQualified
            ? scope.PSVariable.GetValue(name)
            : (scope.PSVariable.Get(name) ?? throw source.Fault(variable.Extent, $"there is no variable ${name}")).Value;
        return (value is PSObject wrapped ? wrapped.BaseObject : value)
            ?? throw source.Fault(variable.Extent, $"${name} is $null; where a missing key is meant, write $null itself");
    }
}
