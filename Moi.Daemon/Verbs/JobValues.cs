using System.Text.Json;
using Moi.Daemon.Jobs;
using Moi.Daemon.Jobs.Book;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Verbs;

/// <summary>Tells of jobs.</summary>
internal static class JobValues
{
    /// <summary>A job without what came of it.</summary>
    public static JobValue Of(Job job) => new()
    {
        Id = job.Record.Id,
        Name = job.Record.Name,
        Command = job.Record.Command,
        State = StateOf(job),
        StartedAt = job.Record.StartedAt,
        ExitCode = job.IsRunning ? null : job.Result?.ExitCode,
        Reason = job.Result?.Reason,
    };

    /// <summary>A job with what came of it, and the beginning of its output.</summary>
    /// <param name="job">The job.</param>
    /// <param name="inline">How many bytes of each stream.</param>
    public static JobValue WithResult(Job job, int inline) => Of(job) with
    {
        Result = job.Result is { } result ? CommandOutcome.Summarize(result, job.Command.Output).WithBeginning(job.Command.Output, inline) : null,
    };

    /// <summary>The answer that tells of several.</summary>
    public static JsonElement Answer(IEnumerable<JobValue> jobs) =>
        JsonSerializer.SerializeToElement([.. jobs], MessageJson.Wire.IReadOnlyListJobValue);

    private static JobState StateOf(Job job) => job switch
    {
        { IsRunning: true } => JobState.Running,
        { Result: null } => JobState.Lost,
        { Result.How: CommandEnd.TimedOut } => JobState.TimedOut,
        { Result.How: CommandEnd.Stopped } => JobState.Stopped,
        { Result.How: CommandEnd.FailedToStart } => JobState.Failed,
        _ => JobState.Exited,
    };
}
