using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Moi.PowerShell.Sessions;

namespace Moi.PowerShell.Completion;

/// <summary>Completes the names of jobs from those met in this session.</summary>
public sealed class JobNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Of(wordToComplete, RunspaceSession.Current.SeenJobs.Names, name => name, name => $"the job {name}");
}
