using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Moi.PowerShell.Trust;
using Moi.Protocol.Configuration;

namespace Moi.PowerShell.Completion;

/// <summary>Completes the names of the operator's keys from their files.</summary>
internal sealed class OperatorKeyNameCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        KeyFiles files = new(Path.Combine(OperatorHome.Resolve(), "keys"));
        WildcardPattern pattern = WildcardPattern.Get(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        foreach (string name in files.Names.Where(pattern.IsMatch))
        {
            yield return new CompletionResult(name, name, CompletionResultType.ParameterValue, $"the operator key {name}");
        }
    }
}
