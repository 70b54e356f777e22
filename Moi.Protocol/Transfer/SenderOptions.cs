namespace Moi.Protocol.Transfer;

/// <summary>How a sender paces itself.</summary>
public sealed record SenderOptions
{
    /// <summary>The usual <see cref="Window"/>.</summary>
    public const int UsualWindow = 4 * 1024 * 1024;

    /// <summary>How many receivers are expected to say what they lack.</summary>
    public required int Expected { get; init; }

    /// <summary>How many bytes may be on the way to the slowest receiver that keeps reporting.</summary>
    public int Window { get; init; } = UsualWindow;

    /// <summary>How long to wait for the others when the first has said what it lacks, so that a block is sent once for all.</summary>
    public TimeSpan Gathering { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>How long a receiver to whom bytes are on the way may say nothing before it no longer holds up the others.</summary>
    public TimeSpan StallsAfter { get; init; } = TimeSpan.FromSeconds(3);
}
