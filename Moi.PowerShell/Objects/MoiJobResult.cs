namespace Moi.PowerShell;

/// <summary>What came of a job on one remote. Success means that it ended by itself with exit code 0.</summary>
public sealed class MoiJobResult : MoiResult
{
    /// <summary>The job's name, given or made up.</summary>
    public required string JobName { get; init; }

    /// <summary>The job's id.</summary>
    public required string JobId { get; init; }

    /// <summary>The command; cut where it is long.</summary>
    public required string Command { get; init; }

    /// <summary>What has become of it.</summary>
    public required MoiJobState State { get; init; }

    /// <summary>When it was started by the remote's clock, in local time.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>The exit code; 128 + the signal's number where a signal ended the command; null where it is lost.</summary>
    public required int? ExitCode { get; init; }

    /// <summary>What it wrote to standard output, without the last line's end. Bytes that are not UTF-8 are shown as U+FFFD.</summary>
    public required string Stdout { get; init; }

    /// <summary>What it wrote to standard error, likewise.</summary>
    public required string Stderr { get; init; }

    /// <summary>The bytes it wrote to standard output.</summary>
    public required IReadOnlyList<byte> StdoutBytes { get; init; }

    /// <summary>The bytes it wrote to standard error.</summary>
    public required IReadOnlyList<byte> StderrBytes { get; init; }

    /// <summary>Whether the middle of an output was left out, because it was more than the remote keeps.</summary>
    public bool Truncated { get; init; }

    /// <summary>How long it ran; null where it is lost.</summary>
    public required TimeSpan? Duration { get; init; }

    /// <summary>Why it never ran, or what else went wrong; null for nothing.</summary>
    public string? Reason { get; init; }
}
