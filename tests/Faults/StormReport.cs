using System.Globalization;
using System.Text;

namespace Moi.Faults;

/// <summary>What a storm was, and what it broke.</summary>
/// <param name="Seed">Where the random choices began.</param>
/// <param name="Faults">How often each fault was injected.</param>
/// <param name="Deeds">How much work was done, by its kind.</param>
/// <param name="Words">What remotes said, or why nothing, over all of it.</param>
/// <param name="Broken">The promises that were broken, each as one line.</param>
/// <param name="Took">How long it took.</param>
/// <param name="LargestRemote">The resident memory of the largest moid at the end, in bytes.</param>
internal sealed record StormReport(
    int Seed,
    IReadOnlyDictionary<string, int> Faults,
    IReadOnlyDictionary<string, int> Deeds,
    IReadOnlyDictionary<string, int> Words,
    IReadOnlyList<string> Broken,
    TimeSpan Took,
    long LargestRemote)
{
    private const int Shown = 40;

    /// <inheritdoc/>
    public override string ToString()
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"seed {Seed}, {Took.TotalSeconds:0} s, largest moid {LargestRemote / 1048576.0:0.0} MB");
        text.AppendLine(CultureInfo.InvariantCulture, $"faults  {Faults.Values.Sum()}: {List(Faults)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"work    {Deeds.Values.Sum()}: {List(Deeds)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"answers {Words.Values.Sum()}: {List(Words)}");
        text.Append(CultureInfo.InvariantCulture, $"broken promises: {Broken.Count}");
        foreach (string broken in Broken.Take(Shown))
        {
            text.AppendLine().Append("  ").Append(broken);
        }

        return text.ToString();
    }

    private static string List(IReadOnlyDictionary<string, int> counts) =>
        string.Join(", ", counts.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value}"));
}
