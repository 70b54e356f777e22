using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Moi.Protocol.Configuration;

namespace Moi.PowerShell.Completion;

/// <summary>Completes the keys of the operator's configuration.</summary>
internal sealed class ConfigKeyCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Of(
            wordToComplete,
            OperatorSetting.All.Where(key => !fakeBoundParameters.Contains("Profile") || key.IsOfProfiles),
            key => key.Name,
            key => $"{key.Name}: {key.Meaning}");
}
