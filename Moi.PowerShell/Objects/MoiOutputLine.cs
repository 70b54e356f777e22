using System.Management.Automation;

namespace Moi.PowerShell;

/// <summary>
/// A line that a command wrote while it ran, from Invoke-MoiRun -Stream. It is not a result: the next Moi command in a pipeline
/// passes lines over.
/// </summary>
public sealed class MoiOutputLine
{
    /// <summary>The remote's address.</summary>
    public required string Address { get; init; }

    /// <summary>The remote's name.</summary>
    public required string Name { get; init; }

    /// <summary>The remote's lasting identity.</summary>
    public required string Id { get; init; }

    /// <summary><c>stdout</c> or <c>stderr</c>.</summary>
    public required string Stream { get; init; }

    /// <summary>The text without its end. One longer than 64 KiB comes in parts. Bytes that are not UTF-8 are shown as U+FFFD.</summary>
    public required string Line { get; init; }

    /// <summary>How many bytes before it are missing, because they came faster than they were read here and the remote keeps only so many; 0 as a rule.</summary>
    public long BytesLeftOut { get; init; }

    /// <summary>The text.</summary>
    public override string ToString() => Line;

    /// <summary>Whether an object is a line, from this session or another.</summary>
    internal static bool IsOne(PSObject input) =>
        input.BaseObject is MoiOutputLine || input.TypeNames.Contains("Deserialized.Moi.PowerShell.MoiOutputLine");
}
