using Moi.Faults;
using Moi.Testing;

namespace Moi.Fleet.Tests;

/// <summary>A short storm of faults. The program tests/Faults runs longer ones.</summary>
public sealed class StormTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_storm_breaks_no_promise(int seed)
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        using StringWriter progress = new();

        StormReport report = await Storm.RunAsync(
            new StormOptions { Seed = seed, Faults = 25, Remotes = 4, Operators = 2 }, progress, TestContext.Current.CancellationToken);

        Assert.True(report.Broken.Count == 0, report.ToString());
        Assert.True(report.Words.GetValueOrDefault("done") > 0, report.ToString());
    }
}
