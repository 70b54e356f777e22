namespace Moi.Faults;

/// <summary>How large a storm is.</summary>
internal sealed record StormOptions
{
    /// <summary>Where the random choices begin.</summary>
    public required int Seed { get; init; }

    /// <summary>How long faults are injected; null for no bound.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>How many faults are injected; null for no bound.</summary>
    public int? Faults { get; init; }

    /// <summary>How many moid processes there are.</summary>
    public int Remotes { get; init; } = 6;

    /// <summary>How many operator processes there are.</summary>
    public int Operators { get; init; } = 3;
}
