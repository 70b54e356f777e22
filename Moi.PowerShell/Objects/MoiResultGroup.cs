using System.Management.Automation;

namespace Moi.PowerShell;

/// <summary>Results of several remotes that are equal. Piped to another Moi command it means these remotes.</summary>
public sealed class MoiResultGroup
{
    /// <summary>How many results there are.</summary>
    public int Count => Results.Count;

    /// <summary>The remotes' names, sorted.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>What is equal, as text: the output of a command, or the values of the properties that were asked for, a line each.</summary>
    public required string Value { get; init; }

    /// <summary>The exit code of commands; null of other results.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The results, as they came.</summary>
    public required IReadOnlyList<PSObject> Results { get; init; }

    /// <summary>The remotes and how many they are: <c>bilbo, frodo (2)</c>.</summary>
    public override string ToString() => $"{string.Join(", ", Names)} ({Count})";
}
