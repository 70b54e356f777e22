using System.Text.Json;
using Moi.Daemon.Tests.Remotes;
using Moi.Daemon.Trust;
using Moi.Protocol.Messages;
using Moi.Protocol.Trust;
using Moi.Testing;

namespace Moi.Daemon.Tests.Trust;

/// <summary>Remotes with operators whose clock was not set, runs behind, or cannot be relied upon.</summary>
public sealed class ClockTests : IDisposable
{
    private readonly OperatorKey _key = OperatorKey.Create();

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task A_change_is_refused_with_a_nonce_and_carried_out_when_it_comes_back_signed()
    {
        await using RemoteBench bench = await StartAsync();
        Request request = bench.Operator.Run("echo ran >> count");

        Reply refused = await bench.Operator.AskAsync(request);
        Assert.Empty(bench.LinesOf("count"));
        Reply done = await ProveAsync(bench, request, NonceOf(refused));

        Assert.Equal(FaultCode.ClockUnsure, refused.Error!.Code);
        Assert.Null(done.Error);
        Assert.Equal(["ran"], bench.LinesOf("count"));
    }

    [Fact]
    public async Task After_one_proof_the_time_is_known_and_old_requests_are_refused()
    {
        await using RemoteBench bench = await StartAsync();
        Request first = bench.Operator.Set("""{"A":1}""");
        await ProveAsync(bench, first, NonceOf(await bench.Operator.AskAsync(first)));

        Reply fresh = await bench.Operator.AskAsync(bench.Operator.Set("""{"A":2}"""));
        Reply old = await bench.Operator.AskAsync(bench.Operator.Set("""{"A":3}""") with { IssuedAt = Now - (long)TimeSpan.FromHours(1).TotalMilliseconds });

        Assert.Null(fresh.Error);
        Assert.Equal(FaultCode.ClockUnsure, old.Error!.Code);
        Assert.Equal("[2]", (await bench.Operator.AskAsync(bench.Operator.Get("A"))).Value!.Value.GetRawText());
    }

    [Fact]
    public async Task A_nonce_is_good_once_for_one_request_of_one_operator()
    {
        using var other = OperatorKey.Create();
        await using RemoteBench bench = await StartAsync(other);
        Request one = bench.Operator.Run("echo one >> count");
        Request two = bench.Operator.Run("echo two >> count");
        string nonce = NonceOf(await bench.Operator.AskAsync(one));
        string another = NonceOf(await bench.Operator.AskAsync(two));

        // For another request, made up, and signed by another operator.
        Assert.Equal(FaultCode.ClockUnsure, (await ProveAsync(bench, two, nonce, number: 2)).Error!.Code);
        Assert.Equal(FaultCode.ClockUnsure, (await ProveAsync(bench, one, "0123456789abcdef", number: 2)).Error!.Code);
        bench.Operator.Key = other;
        Assert.Equal(FaultCode.ClockUnsure, (await ProveAsync(bench, one, nonce, number: 3)).Error!.Code);
        Assert.Empty(bench.LinesOf("count"));

        bench.Operator.Key = _key;
        Assert.Null((await ProveAsync(bench, one, nonce, number: 4)).Error);
        Assert.NotEqual(nonce, another);
        Assert.Equal(["one"], bench.LinesOf("count"));
    }

    [Fact]
    public async Task A_nonce_for_more_than_one_remote_counts_for_nothing()
    {
        await using RemoteBench bench = await StartAsync();
        Request request = bench.Operator.Set("""{"A":1}""");
        string nonce = NonceOf(await bench.Operator.AskAsync(request));

        foreach (Audience audience in (Audience[])[Audience.Everyone, Audience.Of(["r1", "r2"])])
        {
            int words = bench.Operator.LastWords(request).Count;
            await bench.Operator.SendAsync(request with { Nonce = nonce, Audience = audience });
            Assert.Equal(FaultCode.ClockUnsure, (await bench.Operator.LastWordAsync(request, words + 1)).Error!.Code);
        }
    }

    [Fact]
    public async Task What_a_nonce_proved_cannot_be_replayed_not_even_after_a_restart_without_a_clock()
    {
        await using RemoteBench bench = await StartAsync();
        Request request = bench.Operator.Run("echo ran >> count");
        string nonce = NonceOf(await bench.Operator.AskAsync(request));
        byte[] copy = Envelope.Seal(Proven(request, nonce), _key);
        await bench.Operator.SendAsync(copy);
        await bench.Operator.LastWordAsync(request, 2);

        await bench.Operator.SendAsync(copy);
        await bench.Operator.LastWordAsync(request, 3);
        await bench.RestartRemoteAsync();
        await bench.Operator.SendAsync(copy);
        await bench.Operator.LastWordAsync(request, 4);

        Assert.Equal(["ran"], bench.LinesOf("count"));
    }

    [Fact]
    public async Task Reading_needs_no_time()
    {
        await using RemoteBench bench = await StartAsync();

        Assert.Null((await bench.Operator.AskAsync(bench.Operator.Get("name") with { IssuedAt = 0 })).Error);
    }

    [Fact]
    public async Task Who_does_not_match_or_may_not_is_told_so_without_a_nonce()
    {
        await using RemoteBench bench = await StartAsync(verbs: ["get", "set"]);

        Reply skipped = await bench.Operator.AskAsync(bench.Operator.Set("""{"A":1}""") with { Filter = RawOperator.Where("name=bilbo") });
        Reply denied = await bench.Operator.AskAsync(bench.Operator.Run("true"));

        Assert.Equal((ReplyKind.Skip, null), (skipped.Kind, skipped.Value));
        Assert.Equal((FaultCode.NotAllowed, null), (denied.Error!.Code, denied.Value));
    }

    [Fact]
    public void A_clock_that_stands_before_any_moid_or_before_what_was_signed_is_not_right()
    {
        using TemporaryFolder folder = new();
        MovableClock time = new() { Now = DateTimeOffset.UnixEpoch };
        SignedClock clock = new(folder["clock"], isTrusted: true, time, new RecordingLogger());
        Assert.False(clock.IsRight);

        DateTimeOffset noon = new(2027, 5, 5, 12, 0, 0, TimeSpan.Zero);
        time.Now = noon;
        Assert.True(clock.IsRight);
        clock.Accepted(noon);

        // After a start with the clock of yesterday it is known that it is later.
        time.Now = noon.AddDays(-1);
        SignedClock next = new(folder["clock"], isTrusted: true, time, new RecordingLogger());
        Assert.False(next.IsRight);
        Assert.False(next.IsKnown);
        Assert.Equal(noon, next.Now);
        next.Proved(noon.AddHours(2));
        Assert.True(next.IsKnown);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(noon.AddHours(3), next.Now);
    }

    [Fact]
    public void An_operator_whose_clock_runs_ahead_does_not_move_a_clock_that_is_right()
    {
        using TemporaryFolder folder = new();
        DateTimeOffset noon = new(2027, 5, 5, 12, 0, 0, TimeSpan.Zero);
        MovableClock time = new() { Now = noon };
        SignedClock clock = new(folder["clock"], isTrusted: true, time, new RecordingLogger());

        clock.Accepted(noon.AddMinutes(4));
        clock.Proved(noon.AddYears(1));

        Assert.Equal(noon, clock.Now);
        Assert.True(clock.IsRight);
    }

    [Fact]
    public void A_note_of_the_time_that_is_damaged_is_none()
    {
        using TemporaryFolder folder = new();
        folder.Write("clock", "yesterday");

        Assert.Equal(DateTimeOffset.UnixEpoch, new SignedClock(
            folder["clock"], isTrusted: true, new MovableClock { Now = DateTimeOffset.UnixEpoch }, new RecordingLogger()).Now);
    }

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    /// <summary>A remote that does not believe its clock, and an operator whose key it has.</summary>
    private async Task<RemoteBench> StartAsync(OperatorKey? other = null, string[]? verbs = null)
    {
        List<KnownOperator> operators = [new() { Name = "steve", Key = _key.Public, Verbs = verbs }];
        if (other is not null)
        {
            operators.Add(new KnownOperator { Name = "anna", Key = other.Public });
        }

        RemoteBench bench = await RemoteBench.StartAsync(options => options with { Operators = operators, TrustsClock = false });
        bench.Operator.Key = _key;
        return bench;
    }

    private static async Task<Reply> ProveAsync(RemoteBench bench, Request request, string nonce, int number = 2)
    {
        await bench.Operator.SendAsync(Proven(request, nonce));
        return await bench.Operator.LastWordAsync(request, number);
    }

    private static Request Proven(Request request, string nonce) => request with { Nonce = nonce, Audience = Audience.Of(["r1"]) };

    private static string NonceOf(Reply reply) => reply.Value!.Value.Deserialize(MessageJson.Wire.ClockChallenge)!.Nonce;

    private sealed class MovableClock : TimeProvider
    {
        private TimeSpan _elapsed;

        public DateTimeOffset Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => _elapsed.Ticks;

        public void Advance(TimeSpan by) => _elapsed += by;
    }
}
