using Moi.Daemon.Tests.Remotes;
using Moi.Protocol.Messages;
using Moi.Testing;

namespace Moi.Daemon.Tests.Requests;

/// <summary>At most once, however often a request comes.</summary>
public sealed class RepeatTests
{
    private const string CountAndWait = "echo ran >> count; while [ ! -e go ]; do sleep 0.01; done; echo done";

    [Fact]
    public async Task The_same_bytes_twice_run_once_and_give_the_same_result()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Request run = bench.Operator.Run("echo ran >> count; echo out; exit 3");

        Reply first = await bench.Operator.AskAsync(run);
        await bench.Operator.SendAsync(run, bench.Operator.Topics.AskRemote("r1"));
        Reply second = await bench.Operator.LastWordAsync(run, 2);

        Assert.Equal(3, first.Value!.Value.GetProperty("exit_code").GetInt32());
        Assert.Equal("out\n", first.Value.Value.GetProperty("stdout").GetProperty("text").GetString());
        Assert.Equal(ReplyKind.Done, second.Kind);
        Assert.Equal(3, second.Value!.Value.GetProperty("exit_code").GetInt32());
        Assert.Equal(Digest(first), Digest(second));
        Assert.Single(bench.LinesOf("count"));
    }

    [Fact]
    public async Task The_same_bytes_many_times_at_once_run_once()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Request run = bench.Operator.Run("echo ran >> count");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => bench.Operator.SendAsync(run)));
        await bench.Operator.LastWordAsync(run);
        Reply next = await bench.Operator.AskAsync(bench.Operator.Run("cat count"));

        Assert.Equal("ran\n", next.Value!.Value.GetProperty("stdout").GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_repeat_while_it_runs_is_acknowledged_and_starts_nothing()
    {
        // On a clock that stands still there are no beats, so that each acknowledgement is the answer to a repeat.
        await using RemoteBench bench = await RemoteBench.StartAsync(time: new ManualClock());
        Request run = bench.Operator.Run(CountAndWait);
        await bench.Operator.SendAsync(run);
        await bench.AppearsAsync("count");

        await bench.Operator.SendAsync(run);
        await bench.Operator.SendAsync(run, bench.Operator.Topics.AskRemote("r1"));
        await bench.Operator.HearsAsync(run, ReplyKind.Ack, times: 2);
        bench.Touch("go");
        await bench.Operator.LastWordAsync(run);

        Assert.Single(bench.LinesOf("count"));
        Assert.Equal([ReplyKind.Ack, ReplyKind.Ack, ReplyKind.Done], bench.Operator.WordsOn(run).Select(word => word.Kind));
        Assert.Equal(1000, bench.Operator.WordsOn(run)[0].BeatMilliseconds);
    }

    [Fact]
    public async Task A_repeat_after_a_restart_is_answered_from_the_store()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Request run = bench.Operator.Run("echo ran >> count; exit 7");
        Request set = bench.Operator.Set("""{"A":1}""");
        Reply ran = await bench.Operator.AskAsync(run);
        await bench.Operator.AskAsync(set);
        await bench.Operator.AskAsync(bench.Operator.Set("""{"A":2}"""));

        await bench.RestartRemoteAsync();
        await bench.Operator.SendAsync(run);
        await bench.Operator.SendAsync(set);

        Reply again = await bench.Operator.LastWordAsync(run, 2);
        Assert.Equal((7, Digest(ran)), (again.Value!.Value.GetProperty("exit_code").GetInt32(), Digest(again)));
        Assert.Equal(ReplyKind.Done, (await bench.Operator.LastWordAsync(set, 2)).Kind);
        Assert.Single(bench.LinesOf("count"));
        Assert.Equal("[2]", (await bench.Operator.AskAsync(bench.Operator.Get("A"))).Value!.Value.GetRawText());
    }

    [Fact]
    public async Task A_failure_is_a_result_too_and_is_repeated()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Request run = bench.Operator.Run("echo ran >> count", ",\"directory\":\"/none\"");

        Assert.Equal(FaultCode.NoDirectory, (await bench.Operator.AskAsync(run)).Error!.Code);
        Directory.CreateDirectory(bench.Folder["none"]);
        await bench.Operator.SendAsync(run);

        Assert.Equal(FaultCode.NoDirectory, (await bench.Operator.LastWordAsync(run, 2)).Error!.Code);
        Assert.Empty(bench.LinesOf("count"));
    }

    [Fact]
    public async Task The_id_of_another_request_is_refused()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Request run = bench.Operator.Run("echo ran >> count");
        await bench.Operator.AskAsync(run);

        await bench.Operator.SendAsync(run with { Arguments = RawOperator.Json("""{"command":"echo other >> count"}""") });
        Reply refused = await bench.Operator.LastWordAsync(run, 2);

        Assert.Equal((ReplyKind.Refused, FaultCode.IdReused), (refused.Kind, refused.Error!.Code));
        Assert.Equal(["ran"], bench.LinesOf("count"));
    }

    [Fact]
    public async Task The_same_id_of_two_operators_names_two_requests()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        await using RawOperator bob = await bench.AnotherOperatorAsync("bob");
        Request ofAnn = bench.Operator.Run("echo ann >> count");
        Request ofBob = bob.Run("echo bob >> count") with { Id = ofAnn.Id };

        await bench.Operator.AskAsync(ofAnn);
        await bob.AskAsync(ofBob);

        Assert.Equal(["ann", "bob"], bench.LinesOf("count"));
        Assert.Single(bench.Operator.LastWords(ofAnn));
        Assert.Single(bob.LastWords(ofBob));
    }

    [Fact]
    public async Task One_who_asks_again_is_told_the_result_though_the_keys_no_longer_match()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        await bench.Operator.AskAsync(bench.Operator.Set("""{"stage":1}"""));
        Request set = bench.Operator.Set("""{"stage":2}""") with { Filter = RawOperator.Where("stage=1") };

        Assert.Equal(ReplyKind.Done, (await bench.Operator.AskAsync(set)).Kind);
        await bench.Operator.SendAsync(set);
        Assert.Equal(ReplyKind.Done, (await bench.Operator.LastWordAsync(set, 2)).Kind);

        Reply skip = await bench.Operator.AskAsync(set with { Id = Request.NewId() });
        Assert.Equal((ReplyKind.Skip, FaultCode.NoMatch), (skip.Kind, skip.Error!.Code));
    }

    [Fact]
    public async Task One_who_asks_again_is_told_the_result_though_the_request_is_too_old_by_now()
    {
        ManualClock clock = new();
        await using RemoteBench bench = await RemoteBench.StartAsync(time: clock);
        Request set = bench.Operator.Set("""{"A":1}""");
        await bench.Operator.AskAsync(set);

        clock.Advance(TimeSpan.FromMinutes(50));
        await bench.Operator.SendAsync(set);

        Assert.Equal(ReplyKind.Done, (await bench.Operator.LastWordAsync(set, 2)).Kind);
    }

    [Fact]
    public async Task What_was_cut_off_is_taken_up_only_while_it_is_allowed()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Request push = await CutOffAsync(bench);
        await bench.StartRemoteAsync(options => options with { IsRestricted = true });

        await bench.Operator.SendAsync(push);
        Reply refused = await bench.Operator.LastWordAsync(push);
        await bench.RestartRemoteAsync();
        int acks = bench.Operator.WordsOn(push).Count(word => word.Kind == ReplyKind.Ack);
        await bench.Operator.SendAsync(push);
        await bench.Operator.HearsAsync(push, ReplyKind.Ack, acks + 1);

        Assert.Equal((ReplyKind.Unknown, FaultCode.MayHaveRun), (refused.Kind, refused.Error!.Code));
    }

    [Fact]
    public async Task What_was_cut_off_is_not_taken_up_where_what_operators_signed_tells_that_it_is_too_old()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Request push = await CutOffAsync(bench);

        // The system's clock is an hour behind.
        bench.Folder.Write("store/clock", DateTimeOffset.UtcNow.AddHours(1).ToString("O"));
        await bench.StartRemoteAsync();
        await bench.Operator.SendAsync(push);

        Reply refused = await bench.Operator.LastWordAsync(push);
        Assert.Equal((ReplyKind.Unknown, FaultCode.MayHaveRun), (refused.Kind, refused.Error!.Code));
    }

    [Fact]
    public async Task Key_changes_are_made_in_the_order_they_were_asked_for()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Request[] sets = [.. Enumerable.Range(0, 100).Select(i => bench.Operator.Set($$"""{"A":{{i}},"B{{i}}":true}"""))];

        foreach (Request set in sets[..^1])
        {
            await bench.Operator.SendAsync(set);
        }

        await bench.Operator.AskAsync(sets[^1]);
        Reply read = await bench.Operator.AskAsync(bench.Operator.Get("A", "B0", "B50"));

        Assert.Equal("[99,true,true]", read.Value!.Value.GetRawText());
    }

    /// <summary>A push that waits for its first block when the remote stops.</summary>
    private static async Task<Request> CutOffAsync(RemoteBench bench)
    {
        string hash = new('a', 64);
        Request push = bench.Operator.Request(Verb.Push, $$"""
            {"destination":"tmp","file":{"name":"x","size":10,"block_size":4096,"sha256":"{{hash}}","list_sha256":"{{hash}}","mode":420} }
            """);
        await bench.Operator.SendAsync(push);
        await bench.Operator.HearsAsync(push, ReplyKind.Ack);
        await bench.StopRemoteAsync();
        return push;
    }

    private static string? Digest(Reply reply) => reply.Value!.Value.GetProperty("stdout").GetProperty("sha256").GetString();
}
