using System.Text.Json.Serialization;

namespace Moi.Protocol.Messages;

/// <summary>One job of a remote.</summary>
public sealed record JobValue
{
    /// <summary>Its id: that of the request which started it.</summary>
    public required string Id { get; init; }

    /// <summary>Its name, given or made up.</summary>
    public required string Name { get; init; }

    /// <summary>The command, cut where it is long.</summary>
    public required string Command { get; init; }

    /// <summary>What has become of it.</summary>
    public required JobState State { get; init; }

    /// <summary>When it was started, Unix time in milliseconds.</summary>
    public required long StartedAt { get; init; }

    /// <summary>Its exit code, once it has ended; null while it runs and where it is lost.</summary>
    public int? ExitCode { get; init; }

    /// <summary>With <see cref="Verb.Wait"/>: what came of it; null while it runs and where it is lost.</summary>
    public RunValue? Result { get; init; }

    /// <summary>Why it never ran, or what else went wrong; null for nothing.</summary>
    public string? Reason { get; init; }
}

/// <summary>What has become of a job.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<JobState>))]
public enum JobState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It ended by itself, whatever its exit code, or by a signal from elsewhere.</summary>
    Exited,

    /// <summary>It was killed with all its processes when its time was up.</summary>
    TimedOut,

    /// <summary>It was stopped with all its processes because it was told to.</summary>
    Stopped,

    /// <summary>It never ran; the reason says why.</summary>
    Failed,

    /// <summary>What looked after it was killed, or the device lost power: nobody knows how far it came. Nothing of it runs.</summary>
    Lost,
}
