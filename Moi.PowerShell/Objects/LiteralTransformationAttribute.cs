using System.Management.Automation;

namespace Moi.PowerShell.Objects;

/// <summary>
/// Takes a number that a command line says in another way than JSON does, such as <c>1.10</c>, <c>007</c> or <c>1kb</c>, for
/// the text it was written as: a version keeps its zero. PowerShell hands over such a literal together with its text.
/// </summary>
/// <remarks>A negative number on a command line comes as a text, quoted or not; where JSON has that number it is taken for one.</remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LiteralTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is object?[] items
            ? items.Select(Literal).ToArray()
            : Literal(inputData);

    private static object? Literal(object? value) => value switch
    {
        string text => Negative(text),
        PSObject { BaseObject: string text } => Negative(text),
        PSObject number when JsonValue.IsNumber(number.BaseObject) && number.ToString() is { } text && text != JsonValue.TextOf(number.BaseObject) => text,
        _ => value,
    };

    private static object Negative(string text) =>
        text.StartsWith('-') && JsonValue.NumberOf(text) is { } number ? number : text;
}
