namespace Moi.Bench.Figures;

/// <summary>One line of the table: what is measured, and what it should be.</summary>
/// <param name="Name">What <c>--rows</c> calls it.</param>
/// <param name="Work">What is done.</param>
/// <param name="Aim">What the median should not exceed.</param>
internal sealed record Row(string Name, string Work, Aim Aim)
{
    /// <summary>What it is counted in.</summary>
    public Unit Unit { get; init; } = Unit.Seconds;

    /// <summary>How often it is measured.</summary>
    public int Runs { get; init; } = 10;

    /// <summary>How often it is measured where time is short; 0 leaves it out.</summary>
    public int QuickRuns { get; init; } = 3;

    /// <summary>What the floor is; null for none.</summary>
    public string? Floor { get; init; } = "bare MQTTnet";
}
