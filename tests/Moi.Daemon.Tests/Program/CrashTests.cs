using System.Runtime.Versioning;
using Moi.Daemon.Tests.Jobs;
using Moi.Protocol.Messages;
using Moi.Testing;

namespace Moi.Daemon.Tests.Program;

/// <summary>A moid that is killed without warning, again and again, or flooded.</summary>
[SupportedOSPlatform("linux")]
public sealed class CrashTests
{
    [Fact]
    public async Task A_run_that_was_under_way_at_a_crash_is_unknown_and_never_run_again()
    {
        await using DeviceBench bench = await DeviceBench.StartAsync();
        Request run = bench.Operator.Run("echo ran >> count; while [ ! -e go ]; do sleep 0.02; done");
        await using (MoidRun moid = await bench.StartMoidAsync())
        {
            await bench.Operator.SendAsync(run);
            await Eventually.Holds(() => bench.LinesOf("count").Length == 1);
            await moid.KillAsync();
        }

        await using (MoidRun moid = await bench.StartMoidAsync())
        {
            Reply unknown = await bench.Operator.AskAsync(run);
            await bench.Operator.SendAsync(run);
            await bench.Operator.LastWordAsync(run, 2);
            Assert.Equal((ReplyKind.Unknown, FaultCode.MayHaveRun), (unknown.Kind, unknown.Error!.Code));
            Assert.Contains("is not run again", unknown.Error.Message);
            await moid.TerminateAsync();
        }

        bench.Folder.Write("home/go", "");
        await Eventually.Holds(() => File.Exists(bench.Folder["store", "runs", "ann", run.Id, "result.json"]), "the command's runner is done");
        Assert.Single(bench.LinesOf("count"));
    }

    [Fact]
    public async Task Every_change_that_was_acknowledged_by_one_that_is_killed_again_and_again_is_there()
    {
        const int Lives = 5;
        const int ChangesEach = 200;
        await using DeviceBench bench = await DeviceBench.StartAsync();
        Random random = new(20260301);
        Request[] asked = [.. Enumerable.Range(0, Lives * ChangesEach).Select(i => bench.Operator.Set($$"""{"k{{i}}":{{i}}}"""))];
        for (int life = 0; life < Lives; life++)
        {
            Request[] now = asked[(life * ChangesEach)..((life + 1) * ChangesEach)];
            int enough = random.Next(1, ChangesEach);
            await using MoidRun moid = await bench.StartMoidAsync();
            Task sending = SendAllAsync(bench, now);
            await Eventually.Holds(() => now.Count(set => bench.Operator.LastWords(set).Count > 0) >= enough, $"{enough} changes are made");
            await moid.KillAsync();
            await sending;
        }

        int[] acknowledged = [.. Enumerable.Range(0, asked.Length).Where(i => bench.Operator.LastWords(asked[i]).Count > 0)];
        Assert.InRange(acknowledged.Length, Lives, asked.Length);
        await using MoidRun last = await bench.StartMoidAsync();
        foreach (int[] some in acknowledged.Chunk(100))
        {
            Reply read = await bench.Operator.AskAsync(bench.Operator.Get([.. some.Select(i => $"k{i}")]));
            Assert.Equal($"[{string.Join(',', some)}]", read.Value!.Value.GetRawText());
        }

        // Whoever asks again is told what came of it, or has it made now.
        await SendAllAsync(bench, asked);
        await Eventually.Holds(() => asked.All(set => bench.Operator.LastWords(set) is [.., { Kind: ReplyKind.Done, Error: null }]));
        Assert.Equal(0, await last.TerminateAsync());
    }

    [Fact]
    public async Task A_flood_of_strange_messages_costs_no_memory_and_others_are_still_answered()
    {
        await using DeviceBench bench = await DeviceBench.StartAsync();
        await using MoidRun moid = await bench.StartMoidAsync();
        await bench.Operator.AskAsync(bench.Operator.Get("name"));
        Random random = new(5);
        byte[] large = new byte[300_000];
        byte[] tooLarge = new byte[1_500_000];

        for (int i = 0; i < 40; i++)
        {
            random.NextBytes(large);
            await bench.Operator.SendAsync(i % 2 == 0 ? large : RawOperator.EnvelopeOf(bench.Operator.Request("get"), new string('[', 100_000)));
            await bench.Operator.SendAsync(tooLarge);
            for (int j = 0; j < 20; j++)
            {
                await bench.Operator.SendAsync(large.AsMemory(0, random.Next(1000)));
            }
        }

        Assert.Equal("[\"frodo\"]", (await bench.Operator.AskAsync(bench.Operator.Get("name"))).Value!.Value.GetRawText());
        Assert.InRange(Processes.PeakMemory(moid.Id), 1, 250_000_000);
        Assert.Equal(0, await moid.TerminateAsync());
    }

    private static async Task SendAllAsync(DeviceBench bench, IEnumerable<Request> requests)
    {
        foreach (Request request in requests)
        {
            await bench.Operator.SendAsync(request);
        }
    }
}
