namespace Moi.Bench.Figures;

/// <summary>Several measurements of one thing.</summary>
/// <param name="Values">Each of them, in order; at least one.</param>
internal sealed record Samples(IReadOnlyList<double> Values)
{
    /// <summary>The smallest.</summary>
    public double Least => Values.Min();

    /// <summary>The largest.</summary>
    public double Most => Values.Max();

    /// <summary>The middle one, or the mean of the two in the middle.</summary>
    public double Median
    {
        get
        {
            double[] sorted = [.. Values.Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }
}
