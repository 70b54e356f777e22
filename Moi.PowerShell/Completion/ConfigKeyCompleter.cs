using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Moi.Protocol.Configuration;

namespace Moi.PowerShell.Completion;

/// <summary>Completes the keys of the operator's configuration.</summary>
internal sealed class ConfigKeyCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        bool isProfile = fakeBoundParameters.Contains("Profile");
        WildcardPattern pattern = WildcardPattern.Get(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        return OperatorSetting.All
            .Where(key => pattern.IsMatch(key.Name) && (!isProfile || key.IsOfProfiles))
            .Select(key => new CompletionResult(key.Name, key.Name, CompletionResultType.ParameterValue, $"{key.Name}: {key.Meaning}"));
    }
}
