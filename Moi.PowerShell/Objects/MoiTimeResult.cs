namespace Moi.PowerShell;

/// <summary>The clock of a remote, beside the operator's own.</summary>
public sealed class MoiTimeResult : MoiResult
{
    /// <summary>The remote's time when it answered, to the millisecond, in UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>By how much the remote is ahead of the operator, half the round trip taken as the answer's way; negative where it is behind.</summary>
    public required TimeSpan Difference { get; init; }

    /// <summary>The same without that correction: the remote's time less the operator's when the answer came.</summary>
    public required TimeSpan RawDifference { get; init; }

    /// <summary>How long it took from the question to the answer; <see cref="Difference"/> is uncertain by half of it.</summary>
    public required TimeSpan RoundTrip { get; init; }
}
