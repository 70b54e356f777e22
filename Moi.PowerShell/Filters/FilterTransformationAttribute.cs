using System.Management.Automation;

namespace Moi.PowerShell.Filters;

/// <summary>Translates a script block given to -Filter while the variables of who wrote it can be read.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FilterTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is ScriptBlock block
            ? new MoiFilter(block, engineIntrinsics.SessionState)
            : inputData;
}
