using Moi.PowerShell.Fleet;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Objects;

/// <summary>Makes objects of what remotes say of jobs.</summary>
internal static class JobObjects
{
    /// <summary>A job.</summary>
    public static MoiJob Of(Outcome outcome, JobValue job) => new()
    {
        Address = outcome.Address,
        Name = outcome.Name,
        Id = outcome.Id,
        JobName = job.Name,
        JobId = job.Id,
        Command = job.Command,
        State = StateOf(job),
        StartedAt = StartOf(job),
        ExitCode = job.ExitCode,
        Success = job.State is JobState.Running or JobState.Stopped || job is { State: JobState.Exited, ExitCode: 0 or null },
        Reason = job.Reason,
    };

    /// <summary>What came of a job.</summary>
    /// <param name="outcome">Whose.</param>
    /// <param name="job">The job.</param>
    /// <param name="complete">Completes a stream, by its name, from what came with the answer.</param>
    public static MoiJobResult ResultOf(Outcome outcome, JobValue job, Func<string, StreamValue, RunOutput> complete)
    {
        RunOutput stdout = job.Result is { } ended ? complete("stdout", ended.Stdout) : RunOutput.None;
        RunOutput stderr = job.Result is { } over ? complete("stderr", over.Stderr) : RunOutput.None;
        return new MoiJobResult
        {
            Address = outcome.Address,
            Name = outcome.Name,
            Id = outcome.Id,
            Success = job is { State: JobState.Exited, Result.ExitCode: 0 },
            JobName = job.Name,
            JobId = job.Id,
            Command = job.Command,
            State = StateOf(job),
            StartedAt = StartOf(job),
            ExitCode = job.Result?.ExitCode,
            Stdout = stdout.Text,
            Stderr = stderr.Text,
            StdoutBytes = stdout.Bytes,
            StderrBytes = stderr.Bytes,
            Truncated = stdout.IsTruncated || stderr.IsTruncated,
            Duration = job.Result is { } result ? Answer.Duration(result.DurationMilliseconds) : null,
            Reason = job.Reason,
        };
    }

    private static DateTime StartOf(JobValue job) => Answer.Moment(job.StartedAt).LocalDateTime;

    private static MoiJobState StateOf(JobValue job) => job.State switch
    {
        JobState.Running => MoiJobState.Running,
        JobState.TimedOut => MoiJobState.TimedOut,
        JobState.Stopped => MoiJobState.Stopped,
        JobState.Failed => MoiJobState.Failed,
        JobState.Lost => MoiJobState.Lost,
        _ => MoiJobState.Exited,
    };
}
