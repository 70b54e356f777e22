namespace Moi.Daemon.Keys;

/// <summary>What a store may grow to. The defaults suit a small device.</summary>
public sealed record StoreLimits
{
    /// <summary>Keys at most.</summary>
    public int MaxKeys { get; init; } = 4096;

    /// <summary>UTF-8 bytes of one value's compact JSON at most.</summary>
    public int MaxValueBytes { get; init; } = 64 * 1024;

    /// <summary>UTF-8 bytes of all values together at most.</summary>
    public long MaxTotalValueBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Requests in the journal at most. The oldest that are not running make room.</summary>
    public int MaxRequests { get; init; } = 4096;

    /// <summary>
    /// Bytes of one result in the journal at most; keep a larger one elsewhere and store where it is.
    /// </summary>
    public int MaxResultBytes { get; init; } = 64 * 1024;

    /// <summary>
    /// Bytes of all results in the journal at most. The oldest are dropped; that they ran is remembered.
    /// </summary>
    public long MaxTotalResultBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// How long a result can be asked for after it came, even where the request itself expires earlier.
    /// </summary>
    public TimeSpan ResultRetention { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A log shorter than this many bytes is never compacted.</summary>
    public long CompactFromBytes { get; init; } = 256 * 1024;
}
