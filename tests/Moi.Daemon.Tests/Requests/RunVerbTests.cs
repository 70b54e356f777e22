using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Moi.Daemon.Tests.Remotes;
using Moi.Protocol.Messages;
using Moi.Testing;

namespace Moi.Daemon.Tests.Requests;

/// <summary>Running commands, asked for over the broker.</summary>
[SupportedOSPlatform("linux")]
public sealed class RunVerbTests
{
    private const string Wait = "echo here >> begun; while [ ! -e go ]; do sleep 0.01; done; echo over";

    [Fact]
    public async Task A_command_has_its_directory_environment_input_exit_code_and_output()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        string stdin = Convert.ToBase64String("from the operator\n"u8);

        RunValue value = ValueOf(await bench.Operator.AskAsync(bench.Operator.Run(
            "pwd; cat; echo $COLOUR >&2; exit 5", $$""","directory":"tmp","environment":{"COLOUR":"green"},"stdin":"{{stdin}}" """)));

        Assert.Equal((5, RunEnding.Exited), (value.ExitCode, value.Ending));
        Assert.Equal($"{bench.Folder["tmp"]}\nfrom the operator\n", value.Stdout.Text);
        Assert.Equal("green\n", value.Stderr.Text);
        Assert.Equal("[5]", (await bench.Operator.AskAsync(bench.Operator.Get("rc"))).Value!.Value.GetRawText());
    }

    [Fact]
    public async Task A_directory_that_is_not_there_is_named_with_the_destinations_there_are()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();

        Reply reply = await bench.Operator.AskAsync(bench.Operator.Run("echo ran >> count", ""","directory":"nowhere" """));

        Assert.Equal((ReplyKind.Done, FaultCode.NoDirectory), (reply.Kind, reply.Error!.Code));
        Assert.Contains($"'{bench.Folder["self", "nowhere"]}'", reply.Error.Message);
        Assert.Contains("bin, tmp, home, self", reply.Error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","later":1""")]
    [InlineData(""","timeout_seconds":0""")]
    [InlineData(""","timeout_seconds":-1""")]
    [InlineData(""","environment":{"A=B":"c"}""")]
    [InlineData(""","environment":{"":"c"}""")]
    [InlineData(""","environment":{"A":null}""")]
    [InlineData(""","stdin":"no base64!" """)]
    [InlineData(""","directory":"\u0000" """)]
    public async Task Arguments_that_cannot_be_used_are_answered_and_so_is_their_repeat(string more)
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Request run = bench.Operator.Run(more.Length == 0 ? "echo \0" : "echo ran >> count", more);

        Reply reply = await bench.Operator.AskAsync(run);
        await bench.Operator.SendAsync(run);
        Reply again = await bench.Operator.LastWordAsync(run, 2);

        Assert.Equal(ReplyKind.Done, reply.Kind);
        Assert.NotNull(reply.Error);
        Assert.Equal(reply.Error, again.Error);
        Assert.Empty(bench.LinesOf("count"));
    }

    [Fact]
    public async Task A_fault_that_quotes_a_long_argument_is_cut_and_kept()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Request run = bench.Operator.Run("true", $""","directory":"/{new string('x', 100_000)}" """);

        Reply reply = await bench.Operator.AskAsync(run);
        await bench.Operator.SendAsync(run);

        Assert.Equal(FaultCode.NoDirectory, reply.Error!.Code);
        Assert.InRange(reply.Error.Message.Length, 100, 1100);
        Assert.Equal(reply.Error, (await bench.Operator.LastWordAsync(run, 2)).Error);
    }

    [Fact]
    public async Task A_command_that_outlives_its_time_is_killed()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();

        RunValue value = ValueOf(await bench.Operator.AskAsync(bench.Operator.Run("sleep 600", ""","timeout_seconds":0.05""")));

        Assert.Equal((RunEnding.TimedOut, 128 + 15), (value.Ending, value.ExitCode));
    }

    [Fact]
    public async Task Output_that_does_not_come_with_the_answer_is_fetched_in_pieces()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Request run = bench.Operator.Run("seq 30000", ""","inline":1000""");
        RunValue value = ValueOf(await bench.Operator.AskAsync(run));
        Assert.Equal(1000, value.Stdout.Text!.Length);

        List<byte> all = [];
        while (await PieceAsync(bench.Operator, run.Id, "stdout", all.Count, 1 << 20) is { Data.Length: > 0 } piece)
        {
            Assert.Equal(all.Count, piece.Offset);
            Assert.InRange(piece.Data.Length, 1, 64 * 1024);
            all.AddRange(piece.Data);
        }

        Assert.Equal(string.Concat(Enumerable.Range(1, 30_000).Select(i => $"{i}\n")), Encoding.UTF8.GetString([.. all]));
        Assert.Equal((value.Stdout.Bytes, value.Stdout.Sha256), (all.Count, Convert.ToHexStringLower(SHA256.HashData([.. all]))));
        Assert.Empty((await PieceAsync(bench.Operator, run.Id, "stderr", 0, 100)).Data);
    }

    [Fact]
    public async Task Of_output_beyond_the_limit_head_and_tail_are_kept_and_the_gap_is_told()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Request run = bench.Operator.Run("seq 1000", ""","output_limit":200,"inline":0""");

        RunValue value = ValueOf(await bench.Operator.AskAsync(run));
        OutputValue head = await PieceAsync(bench.Operator, run.Id, "stdout", 0, 1000);
        OutputValue tail = await PieceAsync(bench.Operator, run.Id, "stdout", head.Data.Length, 1000);

        Assert.Equal("", value.Stdout.Text);
        Assert.Equal((3893, 100, 3693), (value.Stdout.Bytes, value.Stdout.DroppedAt, value.Stdout.DroppedBytes));
        Assert.Equal(100, head.Data.Length);
        Assert.Equal((3793, 100), (tail.Offset, tail.Data.Length));
        Assert.EndsWith("999\n1000\n", Encoding.UTF8.GetString(tail.Data));
    }

    [Fact]
    public async Task Output_is_its_operators_own()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        await using RawOperator bob = await bench.AnotherOperatorAsync("bob");
        Request run = bench.Operator.Run("echo secret");
        await bench.Operator.AskAsync(run);

        Assert.Equal(FaultCode.NoSuchRequest, (await bob.AskAsync(Output(bob, run.Id, "stdout", 0, 10))).Error!.Code);
        Assert.Equal("secret\n", Encoding.UTF8.GetString((await PieceAsync(bench.Operator, run.Id, "stdout", 0, 10)).Data));
    }

    [Theory]
    [InlineData("none", "stdout", 0, 1)]
    [InlineData("../ann", "stdout", 0, 1)]
    [InlineData("", "stdout", 0, 1)]
    [InlineData("run", "stdin", 0, 1)]
    [InlineData("run", "stdout", -1, 1)]
    [InlineData("run", "stdout", 0, -1)]
    public async Task Output_that_is_not_there_is_an_error(string id, string stream, long offset, int count)
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        await bench.Operator.AskAsync(bench.Operator.Run("echo x") with { Id = "run" });

        Reply reply = await bench.Operator.AskAsync(Output(bench.Operator, id, stream, offset, count));

        Assert.Contains(reply.Error!.Code, new[] { FaultCode.BadRequest, FaultCode.NoSuchRequest });
    }

    [Fact]
    public async Task More_commands_than_may_run_wait_and_say_so()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync(options => options with { RunLimit = 1 });
        Request first = bench.Operator.Run(Wait);
        Request second = bench.Operator.Run("echo second");
        await bench.Operator.SendAsync(first);
        await bench.AppearsAsync("begun");

        await bench.Operator.SendAsync(second);
        await bench.Operator.HearsAsync(second, ReplyKind.Queued);
        Assert.Empty(bench.Operator.LastWords(second));
        bench.Touch("go");

        Assert.Equal("over\n", ValueOf(await bench.Operator.LastWordAsync(first)).Stdout.Text);
        Assert.Equal("second\n", ValueOf(await bench.Operator.LastWordAsync(second)).Stdout.Text);
    }

    [Fact]
    public async Task A_cancel_ends_the_run_and_what_it_started()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Request run = bench.Operator.Run("sleep 600 & echo $! >> begun; wait");
        await bench.Operator.SendAsync(run);
        await bench.AppearsAsync("begun");

        Reply cancelled = await bench.Operator.AskAsync(bench.Operator.Cancel(run));

        Assert.Equal("true", cancelled.Value!.Value.GetRawText());
        Assert.Equal(RunEnding.Stopped, ValueOf(await bench.Operator.LastWordAsync(run)).Ending);
        int child = int.Parse(bench.LinesOf("begun")[0], CultureInfo.InvariantCulture);
        await Eventually.Holds(() => !Jobs.Processes.Lives(child));
    }

    [Fact]
    public async Task A_cancel_of_another_operator_ends_nothing()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        await using RawOperator bob = await bench.AnotherOperatorAsync("bob");
        Request run = bench.Operator.Run(Wait);
        await bench.Operator.SendAsync(run);
        await bench.AppearsAsync("begun");

        Reply answer = await bob.AskAsync(bob.Cancel(run));
        bench.Touch("go");

        Assert.Equal("false", answer.Value!.Value.GetRawText());
        Assert.Equal(("over\n", RunEnding.Exited), (ValueOf(await bench.Operator.LastWordAsync(run)).Stdout.Text, ValueOf(await bench.Operator.LastWordAsync(run)).Ending));
    }

    [Fact]
    public async Task One_that_is_cancelled_while_it_waits_never_runs()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync(options => options with { RunLimit = 1 });
        Request first = bench.Operator.Run(Wait);
        Request second = bench.Operator.Run("echo ran >> count");
        await bench.Operator.SendAsync(first);
        await bench.AppearsAsync("begun");
        await bench.Operator.SendAsync(second);
        await bench.Operator.HearsAsync(second, ReplyKind.Queued);

        await bench.Operator.AskAsync(bench.Operator.Cancel(second));
        Reply reply = await bench.Operator.LastWordAsync(second);
        bench.Touch("go");
        await bench.Operator.LastWordAsync(first);

        Assert.Equal((ReplyKind.Done, FaultCode.Cancelled), (reply.Kind, reply.Error!.Code));
        Assert.Empty(bench.LinesOf("count"));
    }

    [Fact]
    public async Task One_that_is_cancelled_before_its_turn_in_the_spread_never_runs()
    {
        ManualClock clock = new();
        await using RemoteBench bench = await RemoteBench.StartAsync(time: clock);
        Request run = bench.Operator.Run("echo ran >> count") with { SpreadMilliseconds = 60_000 };
        await bench.Operator.SendAsync(run);

        await bench.Operator.AskAsync(bench.Operator.Cancel(run));
        clock.Advance(TimeSpan.FromSeconds(60));
        Reply reply = await bench.Operator.LastWordAsync(run);

        Assert.Equal((ReplyKind.Done, FaultCode.Cancelled), (reply.Kind, reply.Error!.Code));
        Assert.Empty(bench.LinesOf("count"));
    }

    [Fact]
    public async Task A_slow_command_is_acknowledged_and_beats()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Request run = bench.Operator.Run(Wait);
        await bench.Operator.SendAsync(run);

        await bench.Operator.HearsAsync(run, ReplyKind.Ack, times: 2);
        bench.Touch("go");
        await bench.Operator.LastWordAsync(run);

        Assert.Equal(ReplyKind.Done, bench.Operator.WordsOn(run)[^1].Kind);
        Assert.All(bench.Operator.WordsOn(run).SkipLast(1), word => Assert.Equal((ReplyKind.Ack, 1000), (word.Kind, word.BeatMilliseconds)));
    }

    [Fact]
    public async Task Runs_under_way_when_the_daemon_is_stopped_end_and_it_is_known_how()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Request run = bench.Operator.Run("echo ran >> count; sleep 600");
        await bench.Operator.SendAsync(run);
        await bench.AppearsAsync("count");

        await bench.RestartRemoteAsync();
        Assert.Equal(RunEnding.Stopped, ValueOf(await bench.Operator.LastWordAsync(run)).Ending);
        await bench.Operator.SendAsync(run);

        Assert.Equal(RunEnding.Stopped, ValueOf(await bench.Operator.LastWordAsync(run, 2)).Ending);
        Assert.Single(bench.LinesOf("count"));
        Assert.DoesNotContain(bench.Log.Entries, entry => entry.Level >= Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    [Fact]
    public async Task The_output_of_old_runs_makes_room()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Request oldest = bench.Operator.Run("echo oldest");
        await bench.Operator.AskAsync(oldest);
        for (int i = 0; i < 55; i++)
        {
            await bench.Operator.AskAsync(bench.Operator.Run("true"));
        }

        Assert.InRange(Directory.GetDirectories(bench.Folder["store", "runs", "ann"]).Length, 50, 51);
        Assert.Equal(FaultCode.NoSuchRequest, (await bench.Operator.AskAsync(Output(bench.Operator, oldest.Id, "stdout", 0, 10))).Error!.Code);
    }

    private static Request Output(RawOperator asker, string id, string stream, long offset, int count) => asker.Request(
        Verb.Output, $$"""{"request":{{JsonSerializer.Serialize(id)}},"stream":"{{stream}}","offset":{{offset}},"count":{{count}}}""");

    private static async Task<OutputValue> PieceAsync(RawOperator asker, string id, string stream, long offset, int count) =>
        (await asker.AskAsync(Output(asker, id, stream, offset, count))).Value!.Value.Deserialize(MessageJson.Wire.OutputValue)!;

    private static RunValue ValueOf(Reply reply) => reply.Value!.Value.Deserialize(MessageJson.Wire.RunValue)!;
}
