using System.Management.Automation;

namespace Moi.PowerShell.Objects;

/// <summary>
/// Takes a number that a command line says in another way than JSON does, such as <c>1.10</c>, <c>007</c> or <c>1kb</c>, for
/// the text it was written as: a version keeps its zero. PowerShell hands over such a literal together with its text.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LiteralTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is PSObject literal
        && JsonValue.IsNumber(literal.BaseObject)
        && literal.ToString() is { } text
        && text != JsonValue.TextOf(literal.BaseObject)
            ? text
            : inputData;
}
