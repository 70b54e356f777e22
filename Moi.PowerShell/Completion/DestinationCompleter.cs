using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Moi.PowerShell.Completion;

/// <summary>Completes folders on remotes: the names that every remote knows.</summary>
public sealed class DestinationCompleter : IArgumentCompleter
{
    private static readonly (string Name, string Meaning)[] Known =
    [
        ("bin", "where programs are"), ("home", "the home folder of the daemon's user"),
        ("self", "the folder that the daemon runs in"), ("tmp", "a folder for passing things"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Of(wordToComplete, Known, known => known.Name, known => $"{known.Name}: {known.Meaning}");
}
