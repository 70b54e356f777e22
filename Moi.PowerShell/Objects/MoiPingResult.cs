namespace Moi.PowerShell;

/// <summary>A remote that answered.</summary>
public sealed class MoiPingResult : MoiResult
{
    /// <summary>How long it took from the question to the answer.</summary>
    public required TimeSpan RoundTrip { get; init; }
}
