using System.Management.Automation;

namespace Moi.PowerShell.Tests.Hosting;

/// <summary>What a script gave on each stream.</summary>
/// <param name="Output">What it emitted.</param>
/// <param name="Errors">The errors that did not end it.</param>
/// <param name="Warnings">Its warnings.</param>
/// <param name="Information">What it told on the information stream.</param>
/// <param name="Termination">The error that ended it; null where it ran to its end.</param>
internal sealed record ScriptResult(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Information,
    ErrorRecord? Termination)
{
    /// <summary>The names of the remotes it emitted, in the order of the alphabet: answers come in any order.</summary>
    public IReadOnlyList<string> Names => [.. Values("Name").Cast<string>().Order(StringComparer.Ordinal)];

    /// <summary>The one object it emitted.</summary>
    public dynamic Single => Assert.Single(Output);

    /// <summary>The one error that did not end it.</summary>
    public ErrorRecord Error => Assert.Single(Errors);

    /// <summary>The id of the error that ended it, without the name of the command.</summary>
    public string? TerminationId => IdOf(Termination);

    /// <summary>An error's id without the name of the command.</summary>
    public static string? IdOf(ErrorRecord? error) => error?.FullyQualifiedErrorId.Split(',')[0];

    /// <summary>A property of every object it emitted.</summary>
    public IReadOnlyList<object?> Values(string property) =>
        [.. Output.Select(emitted => Bare((emitted.Properties[property]
            ?? throw new InvalidOperationException($"'{emitted}' has no property '{property}'.")).Value))];

    /// <summary>Itself, unless anything went wrong or was warned of.</summary>
    public ScriptResult Clean()
    {
        Assert.Null(Termination?.ToString());
        Assert.Equal([], Errors.Select(error => error.ToString()));
        Assert.Equal([], Warnings);
        return this;
    }

    private static object? Bare(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
