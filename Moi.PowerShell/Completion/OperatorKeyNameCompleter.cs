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
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Of(
            wordToComplete, new KeyFiles(Path.Combine(OperatorHome.Resolve(), "keys")).Names, name => name, name => $"the operator key {name}");
}
