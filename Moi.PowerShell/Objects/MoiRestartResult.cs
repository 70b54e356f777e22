namespace Moi.PowerShell;

/// <summary>A remote that said it restarts; with -Wait, one that is back.</summary>
public sealed class MoiRestartResult : MoiResult
{
    /// <summary>With -Wait, how long after its answer it was there again; null without.</summary>
    public TimeSpan? Duration { get; init; }
}
