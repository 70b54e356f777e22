using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Completion;

/// <summary>Completes the names of remotes from what a connection knows or is remembered; opens none.</summary>
public sealed class RemoteNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        WildcardPattern pattern = WildcardPattern.Get(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        foreach (RemotePresence remote in new KnownRemotes(fakeBoundParameters).Remotes
            .Where(remote => pattern.IsMatch(remote.Name))
            .OrderBy(remote => remote.Name, StringComparer.OrdinalIgnoreCase))
        {
            yield return new CompletionResult(
                Quoted(remote.Name), remote.Name, CompletionResultType.ParameterValue, $"{remote.Address} {remote.Name}, {remote.Describe()}");
        }
    }

    private static string Quoted(string name) =>
        name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.')
            ? name
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";
}
