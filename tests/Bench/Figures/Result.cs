namespace Moi.Bench.Figures;

/// <summary>What came of one row.</summary>
/// <param name="Row">The row.</param>
/// <param name="Broker">The broker it was measured on.</param>
/// <param name="Values">The figures; null where it failed.</param>
/// <param name="Floor">The floor's figures; null where there is none.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
/// <param name="Note">What else is to be said.</param>
internal sealed record Result(Row Row, string Broker, Samples? Values, Samples? Floor, string? Failure, string? Note)
{
    /// <summary>How many times the floor the median is.</summary>
    public double? Ratio => Values is null || Floor is null ? null : Values.Median / Floor.Median;

    /// <summary>Whether the aim is met; null where there is none.</summary>
    public bool? IsMet => Values is null ? false : Row.Aim.IsMetBy(Values, Floor);
}
