using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Moi.Protocol.Configuration;

namespace Moi.PowerShell.Completion;

/// <summary>Completes the names of profiles from the operator's configuration, which is not made for that.</summary>
internal sealed class ProfileNameCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Of(wordToComplete, Names(), name => name, name => $"the profile {name}");

    private static IReadOnlyList<string> Names()
    {
        string home = OperatorHome.Resolve();
        try
        {
            return File.Exists(Path.Combine(home, OperatorConfiguration.FileName)) ? OperatorConfiguration.LoadOrCreate(home).Profiles : [];
        }
        catch (ConfigurationException)
        {
            // Whoever uses the configuration is told what is wrong with it; here there is nothing to complete.
            return [];
        }
    }
}
