using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Moi.PowerShell.Sessions;

namespace Moi.PowerShell.Completion;

/// <summary>Completes the names of keys from those that every remote has, and those met in this session.</summary>
public sealed class KeyNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Of(wordToComplete, RunspaceSession.Current.SeenKeys.Names, name => name, name => $"the key {name}");
}
