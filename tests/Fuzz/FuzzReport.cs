using System.Globalization;

namespace Moi.Fuzz;

/// <summary>What came of fuzzing one parser.</summary>
/// <param name="Parser">The parser.</param>
/// <param name="Inputs">How many inputs it was given.</param>
/// <param name="Ways">In how many ways they came out.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Slowest">How long the slowest input took.</param>
/// <param name="MostMemory">How much memory the costliest input took, in bytes.</param>
/// <param name="Findings">What it did not stand.</param>
internal sealed record FuzzReport(
    string Parser, long Inputs, int Ways, TimeSpan Elapsed, TimeSpan Slowest, long MostMemory, IReadOnlyList<Finding> Findings)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Parser,-18} {Inputs,9} inputs {Inputs / Math.Max(0.001, Elapsed.TotalSeconds),8:0}/s {Ways,5} ways, slowest {Slowest.TotalMilliseconds,6:0.0} ms, most memory {MostMemory / 1024.0 / 1024,6:0.0} MiB, {Findings.Count} finding(s)");
}
