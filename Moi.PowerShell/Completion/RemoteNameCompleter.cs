using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Moi.PowerShell.Completion;

/// <summary>Completes the names of remotes from what a connection knows or is remembered; opens none.</summary>
public sealed class RemoteNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Of(
            wordToComplete,
            new KnownRemotes(fakeBoundParameters).Remotes,
            remote => remote.Name,
            remote => $"{remote.Address} {remote.Name}, {remote.Describe()}")
        .OrderBy(result => result.ListItemText, StringComparer.OrdinalIgnoreCase);
}
