using System.Collections.Concurrent;
using Moi.Protocol.Transport;
using Moi.Testing;
using static Moi.Protocol.Tests.Transport.Sessions;

namespace Moi.Protocol.Tests.Transport;

public sealed class ReconnectTests
{
    public ReconnectTests() => Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);

    [Fact]
    public async Task A_killed_broker_that_comes_back_finds_everything_subscribed_again()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        ConcurrentQueue<DisconnectReason> losses = [];
        ConcurrentQueue<ConnectionInfo> connections = [];
        await using MqttSession session = Make(Options(broker.Port));
        session.OnLost = losses.Enqueue;
        session.OnConnected = (info, _) =>
        {
            connections.Enqueue(info);
            return ValueTask.CompletedTask;
        };
        await session.SubscribeAsync("before", MqttQuality.AtLeastOnce);
        await session.ConnectAsync();
        await session.SubscribeAsync("after", MqttQuality.AtLeastOnce);
        await session.SubscribeAsync("no more", MqttQuality.AtLeastOnce);
        await session.UnsubscribeAsync("no more");

        for (int i = 1; i <= 3; i++)
        {
            await broker.KillAsync();
            await Eventually.Holds(() => losses.Count == i);
            Assert.False(session.IsConnected);
            await broker.StartAgainAsync();
            await Eventually.Holds(() => connections.Count == i + 1 && session.IsConnected);

            await using RawClient stranger = await RawClient.ConnectAsync(broker.Port);
            await stranger.PublishAsync("no more", Bytes("no more"), quality: 1);
            await stranger.PublishAsync("before", Bytes("before"), quality: 1);
            await stranger.PublishAsync("after", Bytes("after"), quality: 1);
            MqttMessage[] both = [await session.NextAsync(), await session.NextAsync()];
            Assert.Equal(["before", "after"], both.Select(message => message.Text()));
            Assert.All(both, message => Assert.Equal(connections.Last().Number, message.Connection));
        }

        Assert.All(losses, loss => Assert.Equal(BrokerFailure.ConnectionLost, loss.Kind));
    }

    [Fact]
    public async Task RunAsync_starts_without_a_broker_and_ends_politely()
    {
        int port = FreePort.Next();
        RecordingLogger log = new();
        using CancellationTokenSource stop = new();
        await using MqttSession session = Make(Options(port), log);
        session.WillFactory = _ => new(new WillMessage("will", Bytes("will"), MqttQuality.AtLeastOnce, false));
        await session.SubscribeAsync("a", MqttQuality.AtLeastOnce);
        Task running = session.RunAsync(stop.Token);
        await Eventually.Holds(() => session.ConnectionNumber >= 3);

        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new MosquittoOptions { Port = port });
        await Eventually.Holds(() => session.IsConnected);
        await using RawClient watcher = await RawClient.ConnectAsync(port);
        await watcher.SubscribeAsync("will");
        await watcher.SubscribeAsync("end");
        await watcher.PublishAsync("a", Bytes("x"), quality: 1);
        Assert.Equal("x", (await session.NextAsync()).Text());
        await stop.CancelAsync();
        await running;

        await watcher.PublishAsync("end", Bytes("end"));
        Assert.Equal("end", (await watcher.NextAsync()).Topic);
        Assert.Single(
            log.Entries, entry => entry.Text.Contains("Cannot connect") && entry.Text.Contains("until it works"));
    }

    [Fact]
    public async Task A_connect_asked_for_while_the_session_waits_is_tried_at_once()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MqttSession session = await ConnectAsync(Options(broker.Port) with
        {
            ReconnectMinimum = TimeSpan.FromHours(1),
            ReconnectMaximum = TimeSpan.FromHours(1),
        });
        await broker.KillAsync();
        await Eventually.Holds(() => !session.IsConnected);

        BrokerException failure = await Assert.ThrowsAsync<BrokerException>(() => session.ConnectAsync());
        await broker.StartAgainAsync();
        await session.ConnectAsync();

        Assert.Equal(BrokerFailure.Unreachable, failure.Kind);
        Assert.True(session.IsConnected);
        Assert.Equal(3, session.ConnectionNumber);
    }

    [Fact]
    public async Task A_publish_under_way_when_the_connection_is_lost_fails_and_does_not_hang()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using TcpProxy proxy = new(broker.Port);
        await using MqttSession session = await ConnectAsync(
            Options(proxy.Port) with { RequestTimeout = TimeSpan.FromHours(1) });
        proxy.StallToClient();
        Task[] publishes = [.. Enumerable.Range(0, 50)
            .Select(_ => session.PublishAsync("a", Bytes("x"), MqttQuality.AtLeastOnce))];
        Task subscribing = session.SubscribeAsync("a", MqttQuality.AtMostOnce);

        proxy.Cut();

        foreach (Task asked in publishes.Append(subscribing))
        {
            BrokerException failure = await Assert.ThrowsAsync<BrokerException>(() => asked);
            Assert.Equal(BrokerFailure.ConnectionLost, failure.Kind);
        }
    }

    [Fact]
    public async Task A_broker_that_falls_silent_is_given_up_after_the_first_unanswered_request()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using TcpProxy proxy = new(broker.Port);
        await using MqttSession session = await ConnectAsync(Options(proxy.Port) with
        {
            RequestTimeout = TimeSpan.FromMilliseconds(300),
        });
        proxy.StallToClient();

        BrokerException failure = await Assert.ThrowsAsync<BrokerException>(
            () => session.PublishAsync("a", Bytes("x"), MqttQuality.AtLeastOnce));

        Assert.Equal(BrokerFailure.Timeout, failure.Kind);
        proxy.Resume();
        await Eventually.Holds(() => session.ConnectionNumber > 1 && session.IsConnected);
    }

    [Fact]
    public async Task A_silent_connection_is_found_out_by_the_keep_alive()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using TcpProxy proxy = new(broker.Port);
        ConcurrentQueue<DisconnectReason> losses = [];
        await using MqttSession session = Make(Options(proxy.Port) with { KeepAlive = TimeSpan.FromSeconds(1) });
        session.OnLost = losses.Enqueue;
        await session.ConnectAsync();

        proxy.StallToClient();

        await Eventually.Holds(() => !losses.IsEmpty);
        Assert.Equal(BrokerFailure.Timeout, losses.First().Kind);
    }

    [Fact]
    public async Task An_idle_session_stays_connected_beyond_its_keep_alive()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(
            new MosquittoOptions { Lines = ["log_type all"] });
        await using MqttSession session = await ConnectAsync(
            Options(broker.Port) with { KeepAlive = TimeSpan.FromSeconds(1) });

        await Eventually.Holds(() => broker.Log.Split("Received PINGREQ").Length > 2);

        Assert.Equal(1, session.ConnectionNumber);
        Assert.True(session.IsConnected);
    }

    [Fact]
    public async Task A_keep_alive_that_the_broker_insists_on_is_kept()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(
            new MosquittoOptions { Lines = ["log_type all", "max_keepalive 10"] });

        await using MqttSession session = await ConnectAsync(
            Options(broker.Port) with { KeepAlive = TimeSpan.FromSeconds(100) });

        Assert.Equal(TimeSpan.FromSeconds(10), session.Connection!.KeepAlive);
    }

    [Fact]
    public async Task Cancelled_waits_end_at_once_and_the_session_goes_on()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using TcpProxy proxy = new(broker.Port);
        await using MqttSession session = await ConnectAsync(
            Options(proxy.Port) with { RequestTimeout = TimeSpan.FromHours(1) });
        await session.SubscribeAsync("big", MqttQuality.AtMostOnce);
        proxy.StallToServer();
        using CancellationTokenSource cancel = new();
        byte[] big = new byte[1_000_000];
        Task[] asked =
        [
            session.PublishAsync("a", Bytes("x"), MqttQuality.AtLeastOnce, cancel: cancel.Token),
            .. Enumerable.Range(0, 20)
                .Select(_ => session.PublishAsync("big", big, MqttQuality.AtMostOnce, cancel: cancel.Token)),
            session.SubscribeAsync("b", MqttQuality.AtMostOnce, cancel.Token),
        ];

        await cancel.CancelAsync();

        // The first of the big ones went into the buffers of the network; one was in the middle of being written.
        await Eventually.Holds(() => asked.All(each => each.IsCompleted));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked[0]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked[^1]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked[^2]);
        proxy.Resume();
        Assert.Equal(
            PublishOutcome.NoSubscribers, await session.PublishAsync("end", Bytes("x"), MqttQuality.AtLeastOnce));
        Assert.Equal(big.Length, (await session.NextAsync()).Payload.Length);
        Assert.Equal(1, session.ConnectionNumber);
    }
}
