using System.Collections.Concurrent;
using Moi.Protocol.Transport;
using Moi.Testing;
using static Moi.Protocol.Tests.Transport.Sessions;

namespace Moi.Protocol.Tests.Transport;

/// <summary>Two clients of one id. Mosquitto 2.0 only closes the older connection, so a scripted broker plays those
/// that give the reason.</summary>
public sealed class TakeoverTests
{
    private static readonly byte[] Welcome = [0x20, 3, 0, 0, 0];
    private static readonly byte[] TakenOver = [0xE0, 1, 0x8E];

    [Fact]
    public async Task A_client_told_that_it_was_taken_over_steps_back_for_a_long_time()
    {
        await using ScriptedServer server = TakingOver(connections: 1);
        ConcurrentQueue<DisconnectReason> losses = [];
        RecordingLogger log = new();
        await using MqttSession session = Make(
            Options(server.Port) with { TakeoverDelay = TimeSpan.FromHours(1) }, log);
        session.OnLost = losses.Enqueue;

        await session.ConnectAsync();
        await Eventually.Holds(() => log.Entries.Any(entry => entry.Text.Contains("client id is taken")));

        Assert.Equal(BrokerFailure.ClientIdTaken, losses.Single().Kind);
        Assert.Equal(1, server.Accepted);
    }

    [Fact]
    public async Task After_its_delay_it_comes_back()
    {
        await using ScriptedServer server = TakingOver(connections: 2);
        await using MqttSession session = await ConnectAsync(
            Options(server.Port) with { TakeoverDelay = TimeSpan.FromMilliseconds(20) });

        await Eventually.Holds(() => session.ConnectionNumber == 3 && session.IsConnected);
    }

    [Fact]
    public async Task A_takeover_while_OnConnected_runs_counts_as_one_too()
    {
        await using ScriptedServer server = TakingOver(connections: 1);
        await using MqttSession session = Make(Options(server.Port) with { TakeoverDelay = TimeSpan.FromHours(1) });
        session.OnConnected = async (_, lost) => await Task.Delay(Timeout.Infinite, lost);

        BrokerException failure = await Assert.ThrowsAsync<BrokerException>(() => session.ConnectAsync());

        Assert.Equal(BrokerFailure.ClientIdTaken, failure.Kind);
    }

    [Fact]
    public async Task A_session_that_steps_aside_by_itself_waits_as_long()
    {
        await using ScriptedServer server = TakingOver(connections: 0);
        ConcurrentQueue<DisconnectReason> losses = [];
        await using MqttSession session = Make(Options(server.Port) with { TakeoverDelay = TimeSpan.FromHours(1) });
        session.OnLost = losses.Enqueue;
        await session.ConnectAsync();

        session.StepAside();

        await Eventually.Holds(() => losses.Count == 1);
        Assert.Equal(BrokerFailure.ClientIdTaken, losses.Single().Kind);
        Assert.Equal(1, server.Accepted);
    }

    [Fact]
    public async Task On_a_broker_that_gives_no_reason_the_older_client_is_lost_and_comes_back()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        ConcurrentQueue<DisconnectReason> losses = [];
        await using MqttSession older = Make(Options(broker.Port, "same"));
        older.OnLost = losses.Enqueue;
        await older.ConnectAsync();

        await using RawClient newer = await RawClient.ConnectAsync(
            broker.Port, options => options.WithClientId("same"));

        await Eventually.Holds(() => older.ConnectionNumber == 2 && older.IsConnected);
        Assert.Equal(BrokerFailure.ConnectionLost, losses.First().Kind);
    }

    /// <summary>Welcomes everybody, and tells as many of the first connections that they were taken over.</summary>
    private static ScriptedServer TakingOver(int connections) => new(async (stream, number, stop) =>
    {
        await ScriptedServer.ReadPacketAsync(stream, stop);
        await stream.WriteAsync(Welcome, stop);
        if (number <= connections)
        {
            await stream.WriteAsync(TakenOver, stop);
        }

        await stream.CopyToAsync(Stream.Null, stop);
    });
}
