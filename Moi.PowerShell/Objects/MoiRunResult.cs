namespace Moi.PowerShell;

/// <summary>What a command did on one remote. A command that failed is a result too: its exit code is not 0.</summary>
public sealed class MoiRunResult : MoiResult
{
    /// <summary>The command.</summary>
    public required string Command { get; init; }

    /// <summary>The exit code; 128 + the signal's number where a signal ended the command.</summary>
    public required int ExitCode { get; init; }

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

    /// <summary>How long it ran.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How it ended.</summary>
    public required MoiRunEnding Ending { get; init; }
}

/// <summary>How a command ended.</summary>
public enum MoiRunEnding
{
    /// <summary>By itself, or by a signal from elsewhere.</summary>
    Exited,

    /// <summary>It was killed with its children when its time was up.</summary>
    TimedOut,

    /// <summary>It was stopped with its children because it was told to.</summary>
    Stopped,
}
