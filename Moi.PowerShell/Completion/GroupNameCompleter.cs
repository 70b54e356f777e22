using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Moi.PowerShell.Completion;

/// <summary>Completes the names of groups from the operator's files.</summary>
public sealed class GroupNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Of(wordToComplete, new KnownRemotes(fakeBoundParameters).Groups.Names, name => name, name => $"the group {name}");
}
