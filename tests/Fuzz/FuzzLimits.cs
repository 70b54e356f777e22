namespace Moi.Fuzz;

/// <summary>How long to go on, and what one input may cost.</summary>
internal sealed record FuzzLimits
{
    /// <summary>How many inputs; null for as many as fit into the time.</summary>
    public long? Inputs { get; init; }

    /// <summary>How long; null for as long as the inputs take.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>How long one input may take.</summary>
    public TimeSpan TimeOfOne { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After how long an input is taken for one that never ends. A machine may be busy with other things.</summary>
    public TimeSpan Endless { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How much memory one input may take in all, in bytes, be it given back or not.</summary>
    public long MemoryOfOne { get; init; } = 512L * 1024 * 1024;
}
