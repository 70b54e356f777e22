using Moi.Daemon.Tests.Remotes;
using Moi.Protocol.Messages;
using Moi.Testing;

namespace Moi.Daemon.Tests.Requests;

/// <summary>What a remote takes for a request, and from whom.</summary>
public sealed class IntakeTests
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_request_is_refused_once_it_is_older_than_its_time_and_the_largest_skew()
    {
        ManualClock clock = new();
        await using RemoteBench bench = await RemoteBench.StartAsync(time: clock);
        Request old = bench.Operator.Set("""{"A":1}""") with { TimeToLive = 10 };
        Request fresh = old with { Id = Request.NewId(), IssuedAt = old.IssuedAt + 1 };
        clock.Advance(Skew + TimeSpan.FromSeconds(10) + TimeSpan.FromMilliseconds(1));

        Reply refused = await bench.Operator.AskAsync(old);
        Reply done = await bench.Operator.AskAsync(fresh);

        Assert.Equal((ReplyKind.Refused, FaultCode.Expired), (refused.Kind, refused.Error!.Code));
        Assert.Contains("older than its 10 s", refused.Error.Message);
        Assert.Null(done.Error);
    }

    [Theory]
    [InlineData(long.MaxValue, 1)]
    [InlineData(long.MinValue, 1)]
    [InlineData(0, int.MinValue)]
    [InlineData(0, int.MaxValue)]
    public async Task Times_beyond_reason_are_answered_too(long issuedAt, int timeToLive)
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();

        await bench.Operator.AskAsync(bench.Operator.Get("name") with { IssuedAt = issuedAt, TimeToLive = timeToLive });

        Assert.Equal(0, bench.Remote.StrangeMessages);
    }

    [Fact]
    public async Task A_request_that_the_broker_had_kept_is_ignored()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        await bench.StopRemoteAsync();
        Request kept = bench.Operator.Run("echo ran >> count");
        await bench.Operator.SendAsync(Protocol.Trust.Envelope.Seal(kept), retain: true);

        await bench.StartRemoteAsync();
        await bench.Operator.AskAsync(bench.Operator.Get("name"));

        Assert.Empty(bench.Operator.WordsOn(kept));
        Assert.Empty(bench.LinesOf("count"));
        Assert.Equal(1, bench.Remote.StrangeMessages);
    }

    [Fact]
    public async Task The_audience_is_read_from_the_request_and_never_from_the_topic()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Request[] forOthers =
        [
            bench.Operator.Get("name") with { Audience = Audience.Of([]) },
            bench.Operator.Get("name") with { Audience = Audience.Of(["r2", "R1", "r"]) },
            bench.Operator.Get("name") with { Audience = new Audience { SucceededIn = new StageAudience("request", ["r1"]) } },
        ];

        foreach (Request request in forOthers)
        {
            await bench.Operator.SendAsync(request, bench.Operator.Topics.AskRemote("r1"));
        }

        Reply meant = await bench.Operator.AskAsync(bench.Operator.Get("name") with { Audience = Audience.Of(["r2", "r1"]) });
        Assert.Equal("[\"frodo\"]", meant.Value!.Value.GetRawText());
        Assert.All(forOthers, request => Assert.Empty(bench.Operator.WordsOn(request)));
    }

    [Fact]
    public async Task Who_is_no_member_of_the_group_or_does_not_know_the_stage_says_so_and_does_nothing()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Request group = bench.Operator.Get("name") with { Audience = new Audience { Group = new GroupAudience("gates", "1") } };
        Request stage = bench.Operator.Get("name") with { Audience = new Audience { SucceededIn = new StageAudience("request", []) } };

        Reply stranger = await bench.Operator.AskAsync(group);
        Reply unknown = await bench.Operator.AskAsync(stage);

        Assert.Equal((ReplyKind.Skip, FaultCode.StaleGroup), (stranger.Kind, stranger.Error?.Code));
        Assert.Equal((ReplyKind.Skip, FaultCode.StageUnknown), (unknown.Kind, unknown.Error?.Code));
    }

    [Theory]
    [InlineData("name=frodo", true)]
    [InlineData("name=bilbo", false)]
    [InlineData("none", false)]
    [InlineData("all name=frodo addr=10.0.0.1", true)]
    [InlineData("rc=0", true)]
    [InlineData("groups", true)]
    public async Task Those_whose_keys_do_not_match_say_so(string filter, bool matches)
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();

        Reply reply = await bench.Operator.AskAsync(bench.Operator.Get("name") with { Filter = RawOperator.Where(filter) });

        Assert.Equal(matches ? ReplyKind.Done : ReplyKind.Skip, reply.Kind);
        Assert.Equal(matches ? null : FaultCode.NoMatch, reply.Error?.Code);
    }

    [Fact]
    public async Task A_verb_that_it_does_not_have_is_refused()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();

        Reply reply = await bench.Operator.AskAsync(bench.Operator.Request("explode"));

        Assert.Equal((ReplyKind.Refused, FaultCode.UnknownVerb), (reply.Kind, reply.Error!.Code));
        Assert.Contains("'explode'", reply.Error.Message);
    }

    [Fact]
    public async Task A_restricted_remote_lets_its_keys_be_read_and_nothing_else()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync(options => options with { IsRestricted = true });

        Request[] changing = [bench.Operator.Set("""{"A":1}"""), bench.Operator.Run("echo ran >> count"), bench.Operator.Request(Verb.Restart)];
        foreach (Request request in changing)
        {
            Reply refused = await bench.Operator.AskAsync(request);
            Assert.Equal((ReplyKind.Refused, FaultCode.NotAllowed), (refused.Kind, refused.Error!.Code));
        }

        Assert.Equal("[\"frodo\",null]", (await bench.Operator.AskAsync(bench.Operator.Get("name", "A"))).Value!.Value.GetRawText());
        Assert.Empty(bench.LinesOf("count"));
    }

    [Fact]
    public async Task A_signed_request_is_taken_by_one_that_knows_no_keys_as_any_is()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        using var key = Protocol.Trust.OperatorKey.Create();
        bench.Operator.Key = key;

        Assert.Null((await bench.Operator.AskAsync(bench.Operator.Set("""{"A":1}"""))).Error);
    }

    [Fact]
    public async Task A_request_signed_in_a_way_that_is_not_known_is_not_taken()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        string envelope = System.Text.Encoding.UTF8.GetString(Protocol.Trust.Envelope.Seal(bench.Operator.Set("""{"A":1}""")));

        // {"alg":"HS256"}
        await bench.Operator.SendAsync(System.Text.Encoding.UTF8.GetBytes(envelope.Replace("eyJhbGciOiJub25lIn0", "eyJhbGciOiJIUzI1NiJ9")));

        Assert.Equal("[null]", (await bench.Operator.AskAsync(bench.Operator.Get("A"))).Value!.Value.GetRawText());
        Assert.Equal(1, bench.Remote.StrangeMessages);
        Assert.Contains(bench.Log.Entries, entry => entry.Text.Contains("'HS256'"));
    }

    [Fact]
    public async Task Strangers_are_counted_logged_once_and_stop_nothing()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Random random = new(7);
        byte[] good = Protocol.Trust.Envelope.Seal(bench.Operator.Set("""{"A":1}""") with { Audience = Audience.Of(["nobody"]) });

        for (int i = 0; i < 500; i++)
        {
            byte[] message = i % 2 == 0 ? [.. good] : new byte[random.Next(200)];
            if (i % 2 == 0)
            {
                message[random.Next(message.Length)] = (byte)random.Next(256);
            }
            else
            {
                random.NextBytes(message);
            }

            await bench.Operator.SendAsync(message, i % 3 == 0 ? bench.Operator.Topics.AskRemote("r1") : null);
        }

        await bench.Operator.SendAsync(new byte[Protocol.Trust.Envelope.MaximumBytes + 1]);
        await bench.Operator.SendAsync(new byte[2 * 1024 * 1024]);

        Assert.Equal("[\"frodo\",null]", (await bench.Operator.AskAsync(bench.Operator.Get("name", "A"))).Value!.Value.GetRawText());
        Assert.InRange(bench.Remote.StrangeMessages, 250, 501);
        Assert.Single(bench.Log.Entries, entry => entry.Text.Contains("passed over"));
        Assert.DoesNotContain(bench.Log.Entries, entry => entry.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Fact]
    public async Task More_requests_than_can_wait_are_refused_as_too_many()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync(time: new ManualClock());
        Request[] many = [.. Enumerable.Range(0, 600).Select(_ => bench.Operator.Set("""{"A":1}""") with { SpreadMilliseconds = 60_000 })];

        foreach (Request request in many)
        {
            await bench.Operator.SendAsync(request);
        }

        await Eventually.Holds(() => bench.Operator.Replies.Count >= 600 - 512);
        Assert.All(bench.Operator.Replies, reply => Assert.Equal((ReplyKind.Refused, FaultCode.Busy), (reply.Reply.Kind, reply.Reply.Error!.Code)));
    }

    [Fact]
    public async Task A_repeat_is_never_told_that_nothing_was_done_because_too_many_wait()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync(time: new ManualClock());
        Request done = bench.Operator.Set("""{"A":1}""");
        await bench.Operator.AskAsync(done);
        for (int i = 0; i < 520; i++)
        {
            await bench.Operator.SendAsync(bench.Operator.Set("""{"B":1}""") with { SpreadMilliseconds = 60_000 });
        }

        await Eventually.Holds(() => bench.Operator.Replies.Any(reply => reply.Reply.Error?.Code == FaultCode.Busy));
        await bench.Operator.SendAsync(done, bench.Operator.Topics.AskRemote("r1"));

        Assert.Equal(ReplyKind.Done, (await bench.Operator.LastWordAsync(done, 2)).Kind);
    }

    [Fact]
    public async Task What_runs_is_cancelled_though_too_many_wait()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync(time: new ManualClock());
        Request run = bench.Operator.Run("echo ran >> count; sleep 600");
        await bench.Operator.SendAsync(run);
        await bench.AppearsAsync("count");
        for (int i = 0; i < 520; i++)
        {
            await bench.Operator.SendAsync(bench.Operator.Set("""{"B":1}""") with { SpreadMilliseconds = 60_000 });
        }

        await Eventually.Holds(() => bench.Operator.Replies.Any(reply => reply.Reply.Error?.Code == FaultCode.Busy));
        Reply cancelled = await bench.Operator.AskAsync(bench.Operator.Cancel(run));

        Assert.Equal((ReplyKind.Done, "true"), (cancelled.Kind, cancelled.Value?.GetRawText()));
        Assert.Equal(ReplyKind.Done, (await bench.Operator.LastWordAsync(run)).Kind);
    }

    [Fact]
    public async Task Answers_to_everyone_are_spread_and_those_to_one_who_asks_again_are_not()
    {
        ManualClock clock = new();
        await using RemoteBench bench = await RemoteBench.StartAsync(time: clock);
        Request toAll = bench.Operator.Get("name") with { SpreadMilliseconds = 60_000 };
        Request again = bench.Operator.Get("name") with { SpreadMilliseconds = 60_000 };
        await bench.Operator.SendAsync(toAll);

        await bench.Operator.AskAsync(again, bench.Operator.Topics.AskRemote("r1"));
        Assert.Empty(bench.Operator.WordsOn(toAll));
        clock.Advance(TimeSpan.FromSeconds(60));

        await bench.Operator.LastWordAsync(toAll);
    }
}
