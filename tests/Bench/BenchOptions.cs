namespace Moi.Bench;

/// <summary>What is to be measured, and where the figures go.</summary>
internal sealed record BenchOptions
{
    /// <summary>Whether to take fewer figures, and to leave out what lasts.</summary>
    public bool IsQuick { get; init; }

    /// <summary>The names of rows; empty for all.</summary>
    public IReadOnlyList<string> Rows { get; init; } = [];

    /// <summary>The names of brokers; empty for all that can be had.</summary>
    public IReadOnlyList<string> Brokers { get; init; } = [];

    /// <summary>How often each row is measured, whatever it says itself; null for that.</summary>
    public int? Runs { get; init; }

    /// <summary>Where the figures go as JSON; null for nowhere.</summary>
    public string? Json { get; init; }

    /// <summary>Where the picture goes; null for nowhere.</summary>
    public string? Svg { get; init; }

    /// <summary>A pwsh to measure the import in; null for a runspace of a process of its own.</summary>
    public string? Pwsh { get; init; }

    /// <summary>When it ends at the latest.</summary>
    public required TimeSpan Limit { get; init; }
}
