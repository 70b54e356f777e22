namespace Moi.Shell.Prompting;

/// <summary>Runs the commands of a source, one after the other.</summary>
/// <param name="session">The session to run them in.</param>
/// <param name="source">Where they come from.</param>
internal sealed class PromptLoop(ShellSession session, ICommandSource source)
{
    /// <summary>What stands before a command.</summary>
    public const string Prompt = "moi> ";

    /// <summary>What stands before its further lines.</summary>
    public const string Continuation = ">> ";

    /// <summary>Runs commands until there are no more or one says <c>exit</c>.</summary>
    /// <returns>How the last command ended; Succeeded if there was none.</returns>
    public RunOutcome Run()
    {
        RunOutcome last = RunOutcome.Succeeded;
        while (session.RequestedExitCode is null && source.Next() is { } command)
        {
            if (!string.IsNullOrWhiteSpace(command))
            {
                last = session.Run(command);
            }
        }

        return last;
    }
}
