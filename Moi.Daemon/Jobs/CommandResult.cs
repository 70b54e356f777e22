namespace Moi.Daemon.Jobs;

/// <summary>How a command ended. Kept as <c>result.json</c> in the command's directory.</summary>
/// <param name="How">What ended it.</param>
/// <param name="ExitCode">
/// The shell's exit code; 128 and the signal when a signal killed it; 126 when it never ran; -1 when the system
/// did not tell.
/// </param>
/// <param name="Signal">The signal that killed the shell, if one did.</param>
/// <param name="StartedAt">When it was started, in Unix milliseconds.</param>
/// <param name="DurationMs">How long it ran, in milliseconds.</param>
/// <param name="Stdout">What it wrote to standard output.</param>
/// <param name="Stderr">What it wrote to standard error.</param>
/// <param name="Reason">Why it never ran, or what else went wrong, as a sentence.</param>
internal sealed record CommandResult(
    CommandEnd How,
    int ExitCode,
    int? Signal,
    long StartedAt,
    long DurationMs,
    StreamResult Stdout,
    StreamResult Stderr,
    string? Reason)
{
    /// <summary>The exit code of what never ran: the shell's for a command that can't be executed.</summary>
    public const int NeverStartedCode = 126;

    /// <summary>The result of a command that never ran.</summary>
    public static CommandResult NeverStarted(string reason)
    {
        var nothing = new StreamResult(0, new StreamDigest().Finish(), 0);
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return new CommandResult(CommandEnd.FailedToStart, NeverStartedCode, null, now, 0, nothing, nothing, reason);
    }
}
