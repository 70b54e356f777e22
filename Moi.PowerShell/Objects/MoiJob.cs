namespace Moi.PowerShell;

/// <summary>
/// A job of one remote: a command that outlives the request which started it. Not a job of PowerShell's. Success means that it runs, or ended
/// with exit code 0, or was stopped because it was told to.
/// </summary>
public sealed class MoiJob : MoiResult
{
    /// <summary>The job's name, given or made up. A given one is a key, which holds the result in the end.</summary>
    public required string JobName { get; init; }

    /// <summary>The job's id; the same on all remotes that one command started it on.</summary>
    public required string JobId { get; init; }

    /// <summary>The command; cut where it is long.</summary>
    public required string Command { get; init; }

    /// <summary>What has become of it.</summary>
    public required MoiJobState State { get; init; }

    /// <summary>When it was started by the remote's clock, in local time.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>Its exit code, once it has ended; null while it runs and where it is lost.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why it never ran, or what else went wrong; null for nothing.</summary>
    public string? Reason { get; init; }
}

/// <summary>What has become of a job.</summary>
public enum MoiJobState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It ended by itself, whatever its exit code, or by a signal from elsewhere.</summary>
    Exited,

    /// <summary>It was killed with all its processes when its time was up.</summary>
    TimedOut,

    /// <summary>It was stopped with all its processes because it was told to.</summary>
    Stopped,

    /// <summary>It never ran.</summary>
    Failed,

    /// <summary>What looked after it was killed, or the device lost power: nobody knows how far it came. Nothing of it runs.</summary>
    Lost,
}
