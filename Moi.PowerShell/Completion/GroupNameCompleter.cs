using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Moi.PowerShell.Sessions;

namespace Moi.PowerShell.Completion;

/// <summary>Completes the names of groups from the operator's files.</summary>
public sealed class GroupNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (RunspaceSession.Current.Connection is not { } connection)
        {
            yield break;
        }

        WildcardPattern pattern = WildcardPattern.Get(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        foreach (string name in connection.Fleet.Groups.Names.Where(pattern.IsMatch))
        {
            yield return new CompletionResult(name, name, CompletionResultType.ParameterValue, $"the group {name}");
        }
    }
}
