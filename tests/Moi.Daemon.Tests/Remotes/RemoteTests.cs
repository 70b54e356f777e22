using Moi.Daemon.Keys;
using Moi.Daemon.Trust;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;
using Moi.Protocol.Trust;
using Moi.Testing;

namespace Moi.Daemon.Tests.Remotes;

/// <summary>The life of a remote.</summary>
public sealed class RemoteTests
{
    [Fact]
    public async Task A_restart_is_answered_ends_the_remote_and_its_repeat_does_not_restart_again()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Request restart = bench.Operator.Request(Verb.Restart);

        Assert.Equal("true", (await bench.Operator.AskAsync(restart)).Value!.Value.GetRawText());
        Assert.Equal(Farewell.Restart, await bench.EndAsync());
        await Eventually.Holds(() => bench.Operator.Presence.Any(said => said.Farewell == Farewell.Restart));
        await bench.StartRemoteAsync();
        await bench.Operator.SendAsync(restart);

        Assert.Equal(ReplyKind.Done, (await bench.Operator.LastWordAsync(restart, 2)).Kind);
        Assert.Equal("[\"frodo\"]", (await bench.Operator.AskAsync(bench.Operator.Get("name"))).Value!.Value.GetRawText());
    }

    [Fact]
    public async Task One_without_a_configured_id_keeps_the_one_its_store_made()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync(options => options with { Id = null });
        string id = bench.Remote.Id;

        await bench.RestartRemoteAsync();

        Assert.Matches("^[a-z2-9]{16}$", id);
        Assert.Equal(id, bench.Remote.Id);
        Request get = bench.Operator.Get("id") with { Audience = Audience.Of([id]) };
        Assert.Equal($"[\"{id}\"]", (await bench.Operator.AskAsync(get, bench.Operator.Topics.AskRemote(id))).Value!.Value.GetRawText());
        Assert.Equal(id, bench.Operator.Replies[^1].From);
    }

    [Fact]
    public async Task A_message_that_breaks_it_is_dropped_and_logged_once_and_the_next_is_heard()
    {
        using var key = OperatorKey.Create();

        // The configuration lets nobody have a destination that there is not.
        KnownOperator steve = new() { Name = "steve", Key = key.Public, Destinations = ["nowhere"] };
        await using RemoteBench bench = await RemoteBench.StartAsync(options => options with { Operators = [steve] });
        bench.Operator.Key = key;
        Request[] breaking = [bench.Operator.Request(Verb.Files, """{"path":"tmp/a"}"""), bench.Operator.Request(Verb.Files, """{"path":"tmp/b"}""")];
        foreach (Request request in breaking)
        {
            await bench.Operator.SendAsync(request);
        }

        Assert.Equal("[\"frodo\"]", (await bench.Operator.AskAsync(bench.Operator.Get("name"))).Value!.Value.GetRawText());
        Assert.All(breaking, request => Assert.Empty(bench.Operator.WordsOn(request)));
        Assert.Single(bench.Log.Entries, entry => entry.Exception is KeyNotFoundException);
    }

    [Fact]
    public async Task A_store_has_one_remote_at_a_time()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();

        StoreException failure = await Assert.ThrowsAsync<StoreException>(() => bench.StartSecondAsync());

        Assert.Contains(bench.Folder["store"], failure.Message);
        Assert.Equal("[\"frodo\"]", (await bench.Operator.AskAsync(bench.Operator.Get("name"))).Value!.Value.GetRawText());
    }

    [Fact]
    public async Task It_can_be_stopped_while_there_is_no_broker()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        await bench.StopRemoteAsync();
        int nobody = FreePort.Next();

        Assert.Equal(Farewell.Stopped, await bench.RunShortlyAsync(options => options with { Broker = options.Broker with { Port = nobody } }));
    }

    [Fact]
    public async Task Topics_lie_under_the_configured_root()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync(options => options with { TopicRoot = "fleet/two" });
        await using RawClient probe = await RawClient.ConnectAsync(bench.BrokerPort);
        await probe.SubscribeAsync("fleet/two/#");
        Assert.Equal("fleet/two/state/r1", (await probe.NextAsync()).Topic);

        await bench.Operator.SendAsync(bench.Operator.Get("name"), "fleet/two/ask/remote/r1");

        Assert.Equal("fleet/two/ask/remote/r1", (await probe.NextAsync()).Topic);
        Assert.Equal($"fleet/two/tell/ann/{bench.Operator.Session}/r1", (await probe.NextAsync()).Topic);
    }

    [Fact]
    public async Task Several_operators_ask_at_once_and_hear_only_their_own_answers()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        await using RawOperator bob = await bench.AnotherOperatorAsync("bob");
        await using RawOperator annsOther = await bench.AnotherOperatorAsync("ann");
        RawOperator[] askers = [bench.Operator, bob, annsOther];

        await Task.WhenAll(askers.SelectMany(asker => Enumerable.Range(0, 50).Select(i => asker.AskAsync(asker.Set($$"""{"K{{i}}":"{{asker.Session}}"}""")))));

        Assert.All(askers, asker => Assert.Equal(50, asker.Replies.Count(reply => reply.Reply.Kind == ReplyKind.Done)));
        Assert.All(askers, asker => Assert.Equal(50, asker.Replies.Select(reply => reply.Reply.Request).Distinct().Count()));
    }
}
