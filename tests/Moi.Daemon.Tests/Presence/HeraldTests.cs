using System.Text.Json;
using Microsoft.Extensions.Logging;
using Moi.Daemon.Tests.Remotes;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;
using Moi.Testing;

namespace Moi.Daemon.Tests.Presence;

/// <summary>What a remote says of itself, and to whom it objects.</summary>
public sealed class HeraldTests
{
    [Fact]
    public async Task A_birth_tells_who_is_there_and_stays_with_the_broker()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();

        await using RawClient late = await RawClient.ConnectAsync(bench.BrokerPort);
        await late.SubscribeAsync("moi/v1/state/+");
        RawMessage kept = await late.NextAsync();

        PresenceMessage birth = Read(kept);
        Assert.Equal(("moi/v1/state/r1", true), (kept.Topic, kept.Retain));
        Assert.Equal(("r1", "frodo", "10.0.0.1", DaemonVersion.Text), (birth.Id, birth.Name, birth.Address, birth.Moid));
        Assert.Equal((true, null, 1), (birth.Online, birth.Farewell, birth.Epoch));
        Assert.NotEqual(Guid.Empty, birth.Incarnation);
        Assert.InRange(kept.ExpirySeconds, PresenceMessage.Expiry.TotalSeconds - 60, PresenceMessage.Expiry.TotalSeconds);
    }

    [Fact]
    public async Task Each_connection_has_a_higher_epoch_of_the_same_incarnation()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();

        await bench.RestartRemoteAsync();
        await bench.RestartRemoteAsync();
        await SaysAsync(bench, said => said is { Online: true, Epoch: 3 });

        PresenceMessage[] births = [.. bench.Operator.Presence.Where(said => said.Online)];
        Assert.Equal([1, 2, 3], births.Select(birth => birth.Epoch).Distinct());
        Assert.Single(births.Select(birth => birth.Incarnation).Distinct());
    }

    [Fact]
    public async Task A_remote_that_is_stopped_says_farewell_and_leaves_no_will()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();

        Assert.Equal(Farewell.Stopped, await bench.StopRemoteAsync());
        await SaysAsync(bench, said => !said.Online);
        await bench.StartRemoteAsync();
        await SaysAsync(bench, said => said is { Online: true, Epoch: 2 });

        Assert.Equal([(Farewell.Stopped, 1L)], bench.Operator.Presence.Where(said => !said.Online).Select(said => (said.Farewell!.Value, said.Epoch)));
    }

    [Fact]
    public async Task The_will_speaks_for_one_whose_connection_is_lost_and_the_next_birth_contradicts_it()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        await using TcpProxy proxy = new(bench.BrokerPort);
        await bench.StopRemoteAsync();
        await bench.StartRemoteAsync(options => options with { Broker = options.Broker with { Port = proxy.Port } });

        proxy.Refuse();
        proxy.Cut();
        await SaysAsync(bench, said => said is { Farewell: Farewell.Lost, Epoch: 2, Online: false });
        proxy.Accept();
        await SaysAsync(bench, said => said is { Online: true, Epoch: > 2 });

        Assert.Equal("[\"frodo\"]", (await bench.Operator.AskAsync(bench.Operator.Get("name"))).Value!.Value.GetRawText());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_will_that_comes_late_is_contradicted(long epochsAgo)
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        PresenceMessage birth = await SaysAsync(bench, said => said.Online);

        await SpeakForAsync(bench, birth with { Epoch = birth.Epoch - epochsAgo, Online = false, Farewell = Farewell.Lost });

        await KeptIsAsync(bench, kept => kept == birth);
        Assert.DoesNotContain(bench.Log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("no JSON")]
    [InlineData("""{"id":"r1"}""")]
    public async Task Anything_else_that_somebody_puts_in_its_place_is_replaced(string payload)
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        PresenceMessage birth = await SaysAsync(bench, said => said.Online);

        await bench.Operator.SendAsync(System.Text.Encoding.UTF8.GetBytes(payload), "moi/v1/state/r1", retain: true);

        await KeptIsAsync(bench, kept => kept == birth);
    }

    [Fact]
    public async Task Another_daemon_with_its_id_is_objected_to_and_operators_are_warned_from_then_on()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        PresenceMessage birth = await SaysAsync(bench, said => said.Online);
        PresenceMessage foreign = birth with { Incarnation = Guid.NewGuid(), Name = "impostor", Epoch = 99 };

        await SpeakForAsync(bench, foreign);
        await KeptIsAsync(bench, kept => kept.Name == "frodo" && kept.Warnings is ["another daemon uses the same id"]);
        await SpeakForAsync(bench, foreign with { Online = false });
        await KeptIsAsync(bench, kept => kept.Name == "frodo");
        await SpeakForAsync(bench, foreign);
        await KeptIsAsync(bench, kept => kept.Name == "frodo" && kept.Warnings is ["another daemon uses the same id"]);

        Assert.Contains(bench.Log.Entries, entry => entry.Level == LogLevel.Error && entry.Text.Contains("impostor"));
    }

    [Fact]
    public async Task What_the_broker_kept_from_before_is_not_objected_to_twice()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        await bench.StopRemoteAsync();
        await bench.StartRemoteAsync();
        await KeptIsAsync(bench, kept => kept.Online);
        await bench.Operator.AskAsync(bench.Operator.Get("name"));

        Assert.Single(bench.Operator.Presence, said => said is { Epoch: 2, Online: true });
    }

    private static Task SpeakForAsync(RemoteBench bench, PresenceMessage message) => bench.Operator.SendAsync(
        JsonSerializer.SerializeToUtf8Bytes(message, MessageJson.Wire.PresenceMessage), "moi/v1/state/r1", retain: true);

    private static PresenceMessage Read(RawMessage message) =>
        JsonSerializer.Deserialize(message.Payload, MessageJson.Wire.PresenceMessage)!;

    private static async Task<PresenceMessage> SaysAsync(RemoteBench bench, Func<PresenceMessage, bool> what)
    {
        await Eventually.Holds(() => bench.Operator.Presence.Any(what));
        return bench.Operator.Presence.First(what);
    }

    /// <summary>Waits until what the broker keeps of the remote is as wanted.</summary>
    private static Task KeptIsAsync(RemoteBench bench, Func<PresenceMessage, bool> wanted) => Eventually.Holds(async () =>
    {
        await using RawClient late = await RawClient.ConnectAsync(bench.BrokerPort);
        await late.SubscribeAsync("moi/v1/state/r1");
        await late.SubscribeAsync("sentinel");
        await late.PublishAsync("sentinel", new byte[] { 1 });
        RawMessage first = await late.NextAsync();
        return first.Topic != "sentinel" && first.Payload is [(byte)'{', ..] && TryRead(first) is { } kept && wanted(kept);
    });

    private static PresenceMessage? TryRead(RawMessage message)
    {
        try
        {
            return Read(message);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
