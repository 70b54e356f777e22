using System.Text.Json;
using Moi.Daemon.Tests.Remotes;
using Moi.Protocol.Messages;
using Moi.Testing;

namespace Moi.Daemon.Tests.Requests;

/// <summary>A run that is followed tells that there is output, and no more often than it is fetched.</summary>
public sealed class OutputNewsTests
{
    // Writes a line each time that a file appears.
    private const string LineByLine = "for i in 1 2 3; do while [ ! -e $i ]; do sleep 0.01; done; echo line $i; done; while [ ! -e go ]; do sleep 0.01; done";

    [Fact]
    public async Task News_come_once_until_some_is_fetched()
    {
        // On a clock that stands still there are no beats.
        await using RemoteBench bench = await RemoteBench.StartAsync(time: new ManualClock());
        Request run = bench.Operator.Run(LineByLine, ",\"stream\":true");
        await bench.Operator.SendAsync(run);

        bench.Touch("1");
        await bench.Operator.HearsAsync(run, ReplyKind.Out);
        bench.Touch("2");
        await GrowsAsync(bench, run, 14);
        bench.Touch("3");
        await GrowsAsync(bench, run, 21);
        await bench.Operator.HearsAsync(run, ReplyKind.Out, times: 2);
        bench.Touch("go");
        await bench.Operator.LastWordAsync(run);

        // Each look above was a fetch; in front of the first there was one word of news, however long it lasted.
        Reply[] news = [.. bench.Operator.WordsOn(run).Where(word => word.Kind == ReplyKind.Out)];
        Assert.Equal(7, TotalsOf(news[0]).Stdout);
        Assert.All(news, word => Assert.Equal(1000, word.BeatMilliseconds));
    }

    [Fact]
    public async Task A_run_that_nobody_follows_tells_nothing()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync(time: new ManualClock());
        Request run = bench.Operator.Run("yes | head -c 1000000");

        await bench.Operator.AskAsync(run);

        Assert.Equal([ReplyKind.Done], bench.Operator.WordsOn(run).Select(word => word.Kind));
    }

    [Fact]
    public async Task Whoever_fetches_nothing_is_told_once_however_much_there_is()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync(time: new ManualClock());
        Request run = bench.Operator.Run("for i in 1 2 3 4 5 6; do head -c 300000 /dev/zero; sleep 0.06; done", ",\"stream\":true");

        Reply done = await bench.Operator.AskAsync(run);

        Assert.Equal([ReplyKind.Out, ReplyKind.Done], bench.Operator.WordsOn(run).Select(word => word.Kind));
        Assert.Equal(1_800_000, done.Value!.Value.GetProperty("stdout").GetProperty("bytes").GetInt64());
        Assert.Equal(1_800_000 - (1 << 20), done.Value.Value.GetProperty("stdout").GetProperty("dropped_bytes").GetInt64());
    }

    private static Task GrowsAsync(RemoteBench bench, Request run, long total) => Eventually.Holds(async () =>
    {
        Reply piece = await bench.Operator.AskAsync(bench.Operator.Request(
            Verb.Output, $$"""{"request":"{{run.Id}}","stream":"stdout","offset":0,"count":100}"""));
        return piece.Value!.Value.GetProperty("total").GetInt64() == total;
    });

    private static OutputTotals TotalsOf(Reply news) => news.Value!.Value.Deserialize(MessageJson.Wire.OutputTotals)!;
}
