using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Moi.Protocol.Messages;
using Moi.Protocol.Trust;
using Moi.Testing;

namespace Moi.Daemon.Tests.Trust;

/// <summary>What a moid with operators refuses. Each leaves it as it was, and a line in its audit.</summary>
[SupportedOSPlatform("linux")]
public sealed class RefusedActsTests
{
    private const string Touch = "touch ran";

    [Fact]
    public async Task A_signed_request_of_a_known_operator_is_carried_out()
    {
        await using TrustBench bench = await TrustBench.StartAsync();

        Reply set = await bench.Steve.AskAsync(bench.Steve.Set("""{"A":1}"""));
        Reply run = await bench.Steve.AskAsync(bench.Steve.Run(Touch));

        Assert.Null(set.Error);
        Assert.Null(run.Error);
        Assert.True(File.Exists(bench.PathOf("home", "ran")));
        JsonElement line = await bench.AuditedAsync("done");
        Assert.Equal(
            ("steve", bench.Steve.Key!.Public.Id, "set", "all"),
            (Text(line, "operator"), Text(line, "key"), Text(line, "verb"), Text(line, "target")));
        Assert.Equal(64, Text(line, "args_sha256")!.Length);
        Assert.Equal(["done", "begun", "done"], bench.Audit.Select(entry => Text(entry, "result")));
        Assert.Empty(bench.Strangers);
    }

    [Fact]
    public async Task An_unsigned_request_is_refused()
    {
        await using TrustBench bench = await TrustBench.StartAsync();
        await using RawOperator eve = await bench.StrangerAsync();

        Reply reply = await eve.AskAsync(eve.Run(Touch));

        IsTurnedAway(reply);
        Assert.Equal("eve", Text(await bench.TurnedAwayAsync("unsigned"), "operator"));
        await bench.IsAsItWasAsync();
    }

    [Fact]
    public async Task Not_even_a_key_is_read_by_a_stranger()
    {
        await using TrustBench bench = await TrustBench.StartAsync();
        await using RawOperator eve = await bench.StrangerAsync();

        IsTurnedAway(await eve.AskAsync(eve.Get("name")));
    }

    [Fact]
    public async Task A_request_signed_by_an_unknown_key_is_refused_and_told_the_same()
    {
        await using TrustBench bench = await TrustBench.StartAsync();
        await using RawOperator eve = await bench.StrangerAsync();
        Reply unsigned = await eve.AskAsync(eve.Run(Touch));
        using var key = OperatorKey.Create();
        eve.Key = key;

        Reply unknown = await eve.AskAsync(eve.Run(Touch));

        Assert.Equal(unsigned.Error, unknown.Error);
        Assert.Equal(key.Public.Id, Text(await bench.TurnedAwayAsync("unknown-key"), "key"));
        await bench.IsAsItWasAsync();
    }

    [Fact]
    public async Task An_altered_request_is_refused_and_told_the_same()
    {
        await using TrustBench bench = await TrustBench.StartAsync();
        Request asked = bench.Steve.Run("echo 1");
        Request wanted = asked with { Arguments = RawOperator.Json("""{"command":"touch ran"}""") };
        using JsonDocument good = JsonDocument.Parse(Envelope.Seal(asked, bench.Steve.Key));
        using JsonDocument other = JsonDocument.Parse(Envelope.Seal(wanted, bench.Steve.Key));
        string altered = $$"""{"payload":{{Raw(other, "payload")}},"protected":{{Raw(good, "protected")}},"signature":{{Raw(good, "signature")}}}""";

        await bench.Steve.SendAsync(Encoding.UTF8.GetBytes(altered));

        IsTurnedAway(await bench.Steve.LastWordAsync(wanted));
        await bench.TurnedAwayAsync("altered");
        await bench.IsAsItWasAsync();
    }

    [Fact]
    public async Task A_request_with_any_byte_altered_is_refused_and_written_down()
    {
        await using TrustBench bench = await TrustBench.StartAsync();
        byte[] good = Envelope.Seal(bench.Steve.Run(Touch), bench.Steve.Key);
        Random random = new(5);
        for (int i = 0; i < 20; i++)
        {
            byte[] altered = [.. good];
            altered[random.Next(altered.Length)] ^= (byte)(1 << random.Next(8));
            await bench.Steve.SendAsync(altered);
        }

        await Eventually.Holds(() => bench.Strangers.Count == 20, "20 are turned away");
        await bench.IsAsItWasAsync();
    }

    [Fact]
    public async Task A_replayed_request_is_not_carried_out_again_not_even_after_a_restart()
    {
        await using TrustBench bench = await TrustBench.StartAsync();
        Request request = bench.Steve.Run("echo once >> count");
        byte[] copy = Envelope.Seal(request, bench.Steve.Key);
        await bench.Steve.AskAsync(request);
        await using RawOperator eve = await bench.StrangerAsync();

        await eve.SendAsync(copy);
        await bench.AuditedAsync("repeated");
        await bench.Moid.TerminateAsync();
        await bench.Moid.StartAgainAsync();
        await eve.SendAsync(copy);

        await bench.Steve.AskAsync(bench.Steve.Get("name"));
        await Eventually.Holds(() => bench.Audit.Count(line => Text(line, "result") == "repeated") == 2, "two repeats");
        Assert.Equal("once\n", await File.ReadAllTextAsync(bench.PathOf("home", "count"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_request_whose_id_was_used_for_another_is_refused()
    {
        await using TrustBench bench = await TrustBench.StartAsync();
        Request first = bench.Steve.Run("echo 1");
        await bench.Steve.AskAsync(first);

        await bench.Steve.SendAsync(first with { Arguments = RawOperator.Json("""{"command":"touch ran"}""") });

        Assert.Equal(FaultCode.IdReused, (await bench.Steve.LastWordAsync(first, 2)).Error!.Code);
        await bench.AuditedAsync("refused", FaultCode.IdReused);
        await bench.IsAsItWasAsync();
    }

    [Fact]
    public async Task A_signed_question_that_is_replayed_without_end_is_not_answered_without_end()
    {
        await using TrustBench bench = await TrustBench.StartAsync();
        Request get = bench.Steve.Get("name");
        byte[] copy = Envelope.Seal(get, bench.Steve.Key);
        await using RawOperator eve = await bench.StrangerAsync();
        for (int i = 0; i < 200; i++)
        {
            await eve.SendAsync(copy);
        }

        await bench.Steve.AskAsync(bench.Steve.Get("id"));

        Assert.InRange(bench.Steve.LastWords(get).Count, 1, 40);
        await bench.TurnedAwayAsync("repeated-too-often");
    }

    [Fact]
    public async Task Strangers_who_come_in_great_numbers_are_neither_answered_nor_written_down_for_each()
    {
        await using TrustBench bench = await TrustBench.StartAsync();
        await using RawOperator eve = await bench.StrangerAsync();
        for (int i = 0; i < 300; i++)
        {
            await eve.SendAsync(eve.Run(Touch));
        }

        await bench.Steve.AskAsync(bench.Steve.Set("""{"B":1}"""));

        Assert.InRange(bench.Strangers.Count, 1, 100);
        Assert.InRange(eve.Replies.Count, 1, 100);
        await bench.IsAsItWasAsync();
    }

    [Fact]
    public async Task An_expired_request_is_refused()
    {
        await using TrustBench bench = await TrustBench.StartAsync();
        Request old = bench.Steve.Run(Touch) with { IssuedAt = DateTimeOffset.UtcNow.AddMinutes(-8).ToUnixTimeMilliseconds() };

        Reply reply = await bench.Steve.AskAsync(old);

        Assert.Equal((ReplyKind.Refused, FaultCode.Expired), (reply.Kind, reply.Error!.Code));
        await bench.AuditedAsync("refused", FaultCode.Expired);
        await bench.IsAsItWasAsync();
    }

    [Fact]
    public async Task A_request_of_the_future_is_refused()
    {
        await using TrustBench bench = await TrustBench.StartAsync();
        Request early = bench.Steve.Run(Touch) with { IssuedAt = DateTimeOffset.UtcNow.AddMinutes(6).ToUnixTimeMilliseconds() };

        Reply reply = await bench.Steve.AskAsync(early);

        Assert.Equal((ReplyKind.Refused, FaultCode.ClockUnsure), (reply.Kind, reply.Error!.Code));
        await bench.AuditedAsync("refused", FaultCode.ClockUnsure);
        await bench.IsAsItWasAsync();
    }

    [Fact]
    public async Task A_request_for_another_remote_is_refused_wherever_it_is_sent()
    {
        await using TrustBench bench = await TrustBench.StartAsync();
        Request other = bench.Steve.Run(Touch) with { Audience = Audience.Of(["r2"]) };

        await bench.Steve.SendAsync(other, bench.Steve.Topics.AskRemote("r1"));

        Assert.Equal(other.Id, Text(await bench.TurnedAwayAsync("misdirected"), "request"));
        await bench.IsAsItWasAsync();
        Assert.Empty(bench.Steve.WordsOn(other));
    }

    [Fact]
    public async Task A_request_that_the_broker_kept_is_refused()
    {
        await using TrustBench bench = await TrustBench.StartAsync();
        await bench.Moid.TerminateAsync();
        await bench.Steve.SendAsync(Envelope.Seal(bench.Steve.Run(Touch), bench.Steve.Key), retain: true);

        await bench.Moid.StartAgainAsync();

        await bench.TurnedAwayAsync("kept-by-the-broker");
        await bench.IsAsItWasAsync();
    }

    [Fact]
    public async Task One_operator_does_not_cancel_or_read_what_another_runs_whatever_name_it_claims()
    {
        await using TrustBench bench = await TrustBench.StartAsync();
        await using RawOperator eve = await bench.StrangerAsync();
        Request run = bench.Steve.Run("sleep 2; touch finished");
        await bench.Steve.SendAsync(run);
        await bench.Steve.HearsAsync(run, ReplyKind.Ack);

        IsTurnedAway(await eve.AskAsync(eve.Cancel(run) with { Operator = "steve" }));

        Assert.Null((await bench.Steve.LastWordAsync(run)).Error);
        Assert.True(File.Exists(bench.PathOf("home", "finished")));
    }

    [Fact]
    public async Task Whatever_it_was_asked_its_store_is_for_its_user_alone_and_no_argument_stands_in_audit_or_log()
    {
        await using TrustBench bench = await TrustBench.StartAsync(settings: new Dictionary<string, object> { ["log_level"] = "trace" });
        await using RawOperator eve = await bench.StrangerAsync();
        await eve.AskAsync(eve.Run("echo hush-hush"));
        await bench.Steve.AskAsync(bench.Steve.Set("""{"B":"hush-hush"}"""));
        await bench.Steve.AskAsync(bench.Steve.Run("echo hush-hush", ""","environment":{"TOKEN":"hush-hush"}"""));
        await bench.Steve.AskAsync(bench.Steve.Request(Verb.Start, """{"run":{"command":"echo hush-hush"}}"""));
        await bench.TurnedAwayAsync("unsigned");

        string store = bench.PathOf("store");
        const UnixFileMode Others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.All(
            Directory.EnumerateFiles(store, "*", SearchOption.AllDirectories),
            path => Assert.True((File.GetUnixFileMode(path) & Others) == 0, path));
        Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(store) & Others);
        Assert.DoesNotContain("hush", bench.Moid.Log);
        Assert.All(Directory.GetFiles(store, "audit*"), path => Assert.DoesNotContain("hush", File.ReadAllText(path)));
    }

    private static string? Text(JsonElement line, string member) => line.TryGetProperty(member, out JsonElement value) ? value.GetString() : null;

    private static string Raw(JsonDocument jws, string member) => jws.RootElement.GetProperty(member).GetRawText();

    private static void IsTurnedAway(Reply reply)
    {
        Assert.Equal((ReplyKind.Refused, FaultCode.NotTrusted), (reply.Kind, reply.Error!.Code));
        Assert.Null(reply.Value);
    }
}
