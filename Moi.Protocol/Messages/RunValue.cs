using System.Text.Json.Serialization;

namespace Moi.Protocol.Messages;

/// <summary>What came of a run.</summary>
public sealed record RunValue
{
    /// <summary>The exit code, as a shell has it: 128 + the signal's number where a signal ended the command.</summary>
    public required int ExitCode { get; init; }

    /// <summary>How it ended.</summary>
    public required RunEnding Ending { get; init; }

    /// <summary>How long it ran, in milliseconds.</summary>
    public required long DurationMilliseconds { get; init; }

    /// <summary>What it wrote to standard output.</summary>
    public required StreamValue Stdout { get; init; }

    /// <summary>What it wrote to standard error.</summary>
    public required StreamValue Stderr { get; init; }
}

/// <summary>What a command wrote to one stream.</summary>
public sealed record StreamValue
{
    /// <summary>How many bytes it wrote in all.</summary>
    public required long Bytes { get; init; }

    /// <summary>The SHA-256 of all of them, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The first bytes that come with the answer, as text; null where they are not UTF-8.</summary>
    public string? Text { get; init; }

    /// <summary>The first bytes that come with the answer, where they are not UTF-8.</summary>
    public byte[]? Data { get; init; }

    /// <summary>The offset of the first byte that was not kept; meaningful where <see cref="DroppedBytes"/> is above 0.</summary>
    public long DroppedAt { get; init; }

    /// <summary>How many bytes in the middle were not kept.</summary>
    public long DroppedBytes { get; init; }
}

/// <summary>How a command ended.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<RunEnding>))]
public enum RunEnding
{
    /// <summary>By itself, or by a signal from elsewhere.</summary>
    Exited,

    /// <summary>Killed with its children when its time was up.</summary>
    TimedOut,

    /// <summary>Stopped with its children because it was told to.</summary>
    Stopped,
}
