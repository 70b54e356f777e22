using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Moi.Daemon.Broker;
using Moi.Protocol.Transport;
using Moi.Testing;
using MQTTnet.Formatter;

namespace Moi.Daemon.Tests.Broker;

public sealed class EmbeddedBrokerTests
{
    private static readonly byte[] Payload = [1, 2, 3];

    [Fact]
    public async Task Several_brokers_take_free_ports_and_serve_sessions_in_either_version()
    {
        await using EmbeddedBroker first = await StartAsync();
        await using EmbeddedBroker second = await StartAsync();
        await using MqttSession session = await ConnectAsync(first);
        await session.SubscribeAsync("a/+", MqttQuality.AtLeastOnce);
        await using RawClient older = await RawClient.ConnectAsync(
            first.Port, options => options.WithProtocolVersion(MqttProtocolVersion.V311));

        await older.PublishAsync("a/b", Payload, quality: 1);

        MqttMessage message = await NextAsync(session);
        Assert.Equal(("a/b", MqttQuality.AtLeastOnce, false), (message.Topic, message.Quality, message.Retain));
        Assert.Equal(Payload, message.Payload.ToArray());
        Assert.NotEqual(first.Port, second.Port);
    }

    [Fact]
    public async Task What_a_session_is_told_tells_subscribers_from_nobody_and_limits_from_none()
    {
        await using EmbeddedBroker broker = await StartAsync(new() { MaximumPacketSize = 10_000 });
        await using MqttSession session = await ConnectAsync(broker);

        Assert.Equal(10_000, session.Connection!.MaximumPacketSize);
        Assert.Equal(MqttVersion.V5, session.Connection.Version);
        Assert.Equal(PublishOutcome.NoSubscribers, await session.PublishAsync("a", Payload, MqttQuality.AtLeastOnce));
        await session.SubscribeAsync("a", MqttQuality.AtMostOnce);
        Assert.Equal(PublishOutcome.Accepted, await session.PublishAsync("a", Payload, MqttQuality.AtLeastOnce));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        await using EmbeddedBroker broker = await StartAsync();

        IOException failure = await Assert.ThrowsAsync<IOException>(() => StartAsync(new() { Port = broker.Port }));

        Assert.Contains($"port {broker.Port}", failure.Message);
    }

    [Fact]
    public async Task The_network_is_let_in_only_with_a_password()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(new() { Address = IPAddress.Any }));
        await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(new() { UserName = "ann" }));
        await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(new() { UserName = "ann", Password = "" }));
        EmbeddedBrokerOptions options = new() { Address = IPAddress.Any, UserName = "ann", Password = "s3cret-word" };

        await using EmbeddedBroker broker = await StartAsync(options);
        await using MqttSession session = await ConnectAsync(broker, "ann", "s3cret-word");

        Assert.True(session.IsConnected);
        Assert.DoesNotContain("s3cret-word", options.ToString());
    }

    [Theory]
    [InlineData("ann", "wrong")]
    [InlineData("ann", "secre")]
    [InlineData("ann", "secrets")]
    [InlineData("bob", "secret")]
    [InlineData("annsecret", "")]
    [InlineData("ann", null)]
    [InlineData(null, null)]
    public async Task Any_other_user_or_password_is_refused(string? user, string? password)
    {
        await using EmbeddedBroker broker = await StartAsync(new() { UserName = "ann", Password = "secret" });

        BrokerException failure = await Assert.ThrowsAsync<BrokerException>(() => ConnectAsync(broker, user, password));

        Assert.Equal(BrokerFailure.NotAuthenticated, failure.Kind);
    }

    [Fact]
    public async Task The_older_of_two_clients_with_one_id_is_told_so()
    {
        await using EmbeddedBroker broker = await StartAsync();
        ConcurrentQueue<DisconnectReason> losses = [];
        await using MqttSession older = Make(broker.Port, "same");
        older.OnLost = losses.Enqueue;
        await older.ConnectAsync();

        await using MqttSession newer = Make(broker.Port, "same");
        await newer.ConnectAsync();

        await Eventually.Holds(() => losses.Count == 1);
        Assert.Equal(BrokerFailure.ClientIdTaken, losses.Single().Kind);
        Assert.True(newer.IsConnected);
    }

    [Fact]
    public async Task A_will_is_published_after_an_abort_and_not_after_a_goodbye()
    {
        await using EmbeddedBroker broker = await StartAsync();
        await using MqttSession watcher = await ConnectAsync(broker);
        await watcher.SubscribeAsync("will/+", MqttQuality.AtLeastOnce);
        MqttSession polite = Make(broker.Port);
        polite.WillFactory = _ => new(new WillMessage("will/polite", Payload, MqttQuality.AtLeastOnce, false));
        await polite.ConnectAsync();
        RawClient rude = await RawClient.ConnectAsync(broker.Port, options => options.WithWillTopic("will/rude"));

        await polite.DisposeAsync();
        rude.Abort();

        Assert.Equal("will/rude", (await NextAsync(watcher)).Topic);
    }

    [Fact]
    public async Task A_retained_message_is_delivered_with_what_is_left_of_its_expiry()
    {
        await using EmbeddedBroker broker = await StartAsync();
        await using MqttSession writer = await ConnectAsync(broker);
        TimeSpan expiry = TimeSpan.FromSeconds(1000);
        await writer.PublishAsync("a", Payload, MqttQuality.AtLeastOnce, retain: true, expiry);

        await Eventually.Holds(
            async () =>
            {
                await using MqttSession reader = await ConnectAsync(broker);
                await reader.SubscribeAsync("a", MqttQuality.AtLeastOnce);
                MqttMessage message = await NextAsync(reader);
                return message.Retain && message.Expiry < expiry;
            },
            "the expiry goes down");
    }

    [Fact]
    public async Task All_of_a_large_fleets_presence_comes_before_a_sentinel_that_is_published_after_the_subscription()
    {
        const int Fleet = 5_000;
        await using EmbeddedBroker broker = await StartAsync();
        await using MqttSession writer = await ConnectAsync(broker);
        await Task.WhenAll(Enumerable.Range(0, Fleet).Select(i =>
            writer.PublishAsync($"state/{i}", Payload, MqttQuality.AtLeastOnce, retain: true)));
        await using MqttSession reader = await ConnectAsync(broker);
        await reader.SubscribeAsync("sentinel", MqttQuality.AtMostOnce);

        await reader.SubscribeAsync("state/+", MqttQuality.AtMostOnce);
        await reader.PublishAsync("sentinel", Payload, MqttQuality.AtMostOnce);

        HashSet<string> seen = [];
        MqttMessage message;
        while ((message = await NextAsync(reader)).Topic != "sentinel")
        {
            Assert.True(message.Retain);
            seen.Add(message.Topic);
        }

        Assert.Equal(Fleet, seen.Count);
    }

    [Fact]
    public async Task A_packet_that_is_too_large_costs_the_sender_its_connection_and_nobody_else()
    {
        await using EmbeddedBroker broker = await StartAsync(new() { MaximumPacketSize = 10_000 });
        await using MqttSession bystander = await ConnectAsync(broker);
        await bystander.SubscribeAsync("#", MqttQuality.AtLeastOnce);
        using TcpClient stranger = new();
        await stranger.ConnectAsync(IPAddress.Loopback, broker.Port);
        NetworkStream stream = stranger.GetStream();
        await stream.WriteAsync((byte[])[0x10, 14, 0, 4, .. "MQTT"u8, 5, 2, 0, 60, 0, 0, 1, .. "x"u8]);
        byte[] welcome = new byte[64];
        Assert.Equal(0x20, welcome[await stream.ReadAtLeastAsync(welcome, 1) > 0 ? 0 : 1]);

        await stream.WriteAsync((byte[])[0x30, 0xFF, 0xFF, 0xFF, 0x7F, 0, 1, (byte)'a', 0, .. new byte[20_000]]);

        using MemoryStream rest = new();
        await stream.CopyToAsync(rest);
        Assert.Contains(Convert.ToHexString([0xE0, 2, 0x95, 0]), Convert.ToHexString(rest.ToArray()));
        await bystander.PublishAsync("a", Payload, MqttQuality.AtLeastOnce);
        Assert.Equal("a", (await NextAsync(bystander)).Topic);
    }

    [Fact]
    public async Task Beyond_the_most_connections_the_broker_says_that_it_is_busy()
    {
        await using EmbeddedBroker broker = await StartAsync(new() { MaximumConnections = 2 });
        await using MqttSession first = await ConnectAsync(broker);
        MqttSession second = await ConnectAsync(broker);

        BrokerException failure = await Assert.ThrowsAsync<BrokerException>(() => ConnectAsync(broker));

        Assert.Equal(BrokerFailure.Unavailable, failure.Kind);
        await second.DisposeAsync();
        await Eventually.Holds(async () =>
        {
            await using MqttSession third = Make(broker.Port);
            try
            {
                await third.ConnectAsync();
                return true;
            }
            catch (BrokerException busy) when (busy.Kind == BrokerFailure.Unavailable)
            {
                return false;
            }
        });
        Assert.True(first.IsConnected);
    }

    [Fact]
    public async Task A_fleet_that_has_outgrown_the_broker_is_told_so_once()
    {
        RecordingLogger log = new();
        await using EmbeddedBroker broker = await EmbeddedBroker.StartAsync(new() { ComfortableConnections = 2 }, log);
        await using MqttSession first = await ConnectAsync(broker);
        await using MqttSession second = await ConnectAsync(broker);
        Assert.Equal([], WarningsOf(log));

        await using MqttSession third = await ConnectAsync(broker);
        await using MqttSession fourth = await ConnectAsync(broker);

        await Eventually.Holds(() => WarningsOf(log).Any());
        Assert.StartsWith("More than 2 clients are connected to the embedded broker", Assert.Single(WarningsOf(log)));
    }

    [Fact]
    public async Task Messages_dropped_for_a_slow_reader_are_warned_of_once()
    {
        RecordingLogger log = new();
        await using EmbeddedBroker broker = await EmbeddedBroker.StartAsync(new() { MaximumPendingPerClient = 2 }, log);
        await using MqttSession slow = new(
            new MqttSessionOptions { Host = "127.0.0.1", Port = broker.Port, ClientId = "slow", ReceiveQueueBytes = 1 });
        await slow.ConnectAsync();
        await slow.SubscribeAsync("a", MqttQuality.AtMostOnce);
        await using MqttSession quick = await ConnectAsync(broker);

        // Nobody takes what has come for the slow one, so its socket fills up, and then its queue at the broker.
        byte[] large = new byte[1024 * 1024];
        await Eventually.Holds(async () =>
        {
            await quick.PublishAsync("a", large, MqttQuality.AtLeastOnce);
            return WarningsOf(log).Any();
        });

        Assert.StartsWith("The embedded broker drops messages for 'slow'", Assert.Single(WarningsOf(log)));
    }

    [Fact]
    public async Task One_retained_topic_too_many_is_refused_and_those_there_are_can_still_change()
    {
        await using EmbeddedBroker broker = await StartAsync(new() { MaximumRetained = 2 });
        await using MqttSession session = await ConnectAsync(broker);
        await session.PublishAsync("a", Payload, MqttQuality.AtLeastOnce, retain: true);
        await session.PublishAsync("b", Payload, MqttQuality.AtLeastOnce, retain: true);

        BrokerException failure = await Assert.ThrowsAsync<BrokerException>(
            () => session.PublishAsync("c", Payload, MqttQuality.AtLeastOnce, retain: true));

        Assert.Equal(BrokerFailure.QuotaExceeded, failure.Kind);
        await session.PublishAsync("a", Payload, MqttQuality.AtLeastOnce, retain: true);
        await session.PublishAsync("b", default, MqttQuality.AtLeastOnce, retain: true);
        await session.PublishAsync("c", Payload, MqttQuality.AtLeastOnce, retain: true);
    }

    [Fact]
    public async Task Who_never_says_CONNECT_is_shown_out()
    {
        await using EmbeddedBroker broker = await StartAsync(new() { ConnectTimeout = TimeSpan.FromMilliseconds(100) });
        using TcpClient stranger = new();
        await stranger.ConnectAsync(IPAddress.Loopback, broker.Port);

        Assert.Equal(0, await stranger.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: broker\r\n\r\n")]
    [InlineData("\0\0\0\0")]
    [InlineData("\u0010\u007f\u0001MQTT")]
    public async Task Strangers_who_speak_no_MQTT_do_no_harm(string words)
    {
        await using EmbeddedBroker broker = await StartAsync(new() { ConnectTimeout = TimeSpan.FromMilliseconds(200) });
        using TcpClient stranger = new();
        await stranger.ConnectAsync(IPAddress.Loopback, broker.Port);
        await stranger.GetStream().WriteAsync(Encoding.ASCII.GetBytes(words));

        Assert.Equal(0, await stranger.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        await using MqttSession session = await ConnectAsync(broker);
        Assert.True(session.IsConnected);
    }

    [Fact]
    public async Task A_broker_that_stops_says_so_and_one_that_comes_back_is_found_again()
    {
        EmbeddedBroker broker = await StartAsync();
        ConcurrentQueue<DisconnectReason> losses = [];
        await using MqttSession session = Make(broker.Port);
        session.OnLost = losses.Enqueue;
        await session.SubscribeAsync("a", MqttQuality.AtLeastOnce);
        await session.ConnectAsync();

        await broker.DisposeAsync();
        await broker.DisposeAsync();
        await Eventually.Holds(() => losses.Count == 1);
        await using EmbeddedBroker again = await StartAsync(new() { Port = broker.Port });
        await Eventually.Holds(() => session.IsConnected);

        Assert.Equal(BrokerFailure.Unavailable, losses.Single().Kind);
        await session.PublishAsync("a", Payload, MqttQuality.AtLeastOnce);
        Assert.Equal("a", (await NextAsync(session)).Topic);
    }

    private static Task<EmbeddedBroker> StartAsync(EmbeddedBrokerOptions? options = null) =>
        EmbeddedBroker.StartAsync(options ?? new EmbeddedBrokerOptions(), NullLogger.Instance);

    private static MqttSession Make(
        int port, string? clientId = null, string? user = null, string? password = null) => new(
        new MqttSessionOptions
        {
            Host = "127.0.0.1",
            Port = port,
            ClientId = clientId ?? $"test-{Guid.NewGuid():N}",
            UserName = user,
            Password = password,
            ReconnectMinimum = TimeSpan.FromMilliseconds(20),
            ReconnectMaximum = TimeSpan.FromMilliseconds(200),
        },
        NullLogger.Instance);

    private static async Task<MqttSession> ConnectAsync(
        EmbeddedBroker broker, string? user = null, string? password = null)
    {
        MqttSession session = Make(broker.Port, null, user, password);
        try
        {
            await session.ConnectAsync();
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private static IEnumerable<string> WarningsOf(RecordingLogger log) =>
        log.Entries.Where(entry => entry.Level == LogLevel.Warning).Select(entry => entry.Text);

    private static async Task<MqttMessage> NextAsync(MqttSession session)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        return await session.Messages.ReadAsync(limit.Token);
    }
}
