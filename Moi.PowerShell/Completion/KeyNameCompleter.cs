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
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        WildcardPattern pattern = WildcardPattern.Get(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        foreach (string name in RunspaceSession.Current.SeenKeys.Names.Where(pattern.IsMatch))
        {
            yield return new CompletionResult(name, name, CompletionResultType.ParameterValue, $"the key {name}");
        }
    }
}
