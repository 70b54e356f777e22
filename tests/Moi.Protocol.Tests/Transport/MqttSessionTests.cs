using Moi.Protocol.Transport;
using Moi.Testing;
using static Moi.Protocol.Tests.Transport.Sessions;

namespace Moi.Protocol.Tests.Transport;

public sealed class MqttSessionTests(MosquittoFixture mosquitto) : IClassFixture<MosquittoFixture>
{
    private readonly string _root = $"t/{Guid.NewGuid():N}";

    private int Port => mosquitto.Broker.Port;

    [Fact]
    public async Task A_message_published_after_the_subscription_is_received_whole()
    {
        await using MqttSession reader = await ConnectAsync(Options(Port));
        await using MqttSession writer = await ConnectAsync(Options(Port));
        await reader.SubscribeAsync($"{_root}/+", MqttQuality.AtLeastOnce);

        PublishOutcome outcome = await writer.PublishAsync($"{_root}/a", Bytes("hello"), MqttQuality.AtLeastOnce);

        MqttMessage message = await reader.NextAsync();
        Assert.Equal(PublishOutcome.Accepted, outcome);
        Assert.Equal(
            ($"{_root}/a", "hello", MqttQuality.AtLeastOnce, false, null),
            (message.Topic, message.Text(), message.Quality, message.Retain, message.Expiry));
        Assert.Equal(reader.Connection!.Number, message.Connection);
    }

    [Fact]
    public async Task The_broker_tells_what_it_can()
    {
        await using MqttSession session = await ConnectAsync(Options(Port));

        ConnectionInfo info = session.Connection!;
        Assert.Equal((1, MqttVersion.V5, 20), (info.Number, info.Version, info.ReceiveMaximum));
        Assert.True(info.RetainAvailable && info.WildcardAvailable && !info.Encrypted);
        Assert.Equal("127.0.0.1", info.LocalAddress?.MapToIPv4().ToString());
    }

    [Fact]
    public async Task A_message_nobody_subscribes_to_is_told_from_one_that_is_read()
    {
        await using MqttSession session = await ConnectAsync(Options(Port));

        Assert.Equal(
            PublishOutcome.NoSubscribers, await session.PublishAsync(_root, Bytes("x"), MqttQuality.AtLeastOnce));
        Assert.Equal(PublishOutcome.Sent, await session.PublishAsync(_root, Bytes("x"), MqttQuality.AtMostOnce));
    }

    [Fact]
    public async Task More_publishes_at_once_than_the_broker_allows_wait_their_turn()
    {
        const int Count = 500;
        await using MqttSession session = await ConnectAsync(Options(Port));
        await session.SubscribeAsync(_root, MqttQuality.AtMostOnce);

        Task<PublishOutcome>[] all = [.. Enumerable.Range(0, Count)
            .Select(i => session.PublishAsync(_root, Bytes($"{i}"), MqttQuality.AtLeastOnce))];
        await Task.WhenAll(all);

        HashSet<string> seen = [];
        while (seen.Count < Count)
        {
            seen.Add((await session.NextAsync()).Text());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8_000)]
    [InlineData(8_192)]
    [InlineData(200_000)]
    [InlineData(1024 * 1024)]
    public async Task Payloads_of_any_size_come_through_unchanged(int size)
    {
        await using MqttSession session = await ConnectAsync(Options(Port));
        await session.SubscribeAsync(_root, MqttQuality.AtLeastOnce);
        byte[] payload = new byte[size];
        new Random(size).NextBytes(payload);

        for (int i = 0; i < 3; i++)
        {
            await session.PublishAsync(_root, payload, MqttQuality.AtLeastOnce);
        }

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(payload, (await session.NextAsync()).Payload.ToArray());
        }
    }

    [Fact]
    public async Task The_payload_may_be_overwritten_once_the_publish_has_returned()
    {
        await using MqttSession session = await ConnectAsync(Options(Port));
        await session.SubscribeAsync(_root, MqttQuality.AtMostOnce);
        byte[] payload = new byte[1000];
        for (byte i = 0; i < 100; i++)
        {
            payload.AsSpan().Fill(i);
            await session.PublishAsync(_root, payload, MqttQuality.AtMostOnce);
        }

        for (byte i = 0; i < 100; i++)
        {
            Assert.Equal(-1, (await session.NextAsync()).Payload.Span.IndexOfAnyExcept(i));
        }
    }

    [Fact]
    public async Task A_retained_message_says_so_and_how_long_it_still_lives()
    {
        await using MqttSession writer = await ConnectAsync(Options(Port));
        await writer.PublishAsync(
            _root, Bytes("x"), MqttQuality.AtLeastOnce, retain: true, expiry: TimeSpan.FromSeconds(1000));
        await Eventually.Holds(
            async () =>
            {
                await using MqttSession reader = await ConnectAsync(Options(Port));
                await reader.SubscribeAsync(_root, MqttQuality.AtLeastOnce);
                MqttMessage message = await reader.NextAsync();
                return message.Retain && message.Expiry < TimeSpan.FromSeconds(1000);
            },
            "the expiry of a retained message goes down");
    }

    [Fact]
    public async Task A_cancelled_subscription_brings_nothing_more()
    {
        await using MqttSession session = await ConnectAsync(Options(Port));
        await session.SubscribeAsync($"{_root}/a", MqttQuality.AtLeastOnce);
        await session.SubscribeAsync($"{_root}/b", MqttQuality.AtLeastOnce);

        await session.UnsubscribeAsync($"{_root}/a");

        await session.PublishAsync($"{_root}/a", Bytes("a"), MqttQuality.AtLeastOnce);
        await session.PublishAsync($"{_root}/b", Bytes("b"), MqttQuality.AtLeastOnce);
        Assert.Equal("b", (await session.NextAsync()).Text());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/+/b")]
    [InlineData("a/#")]
    [InlineData("a\0b")]
    public async Task What_is_no_topic_is_refused_before_anything_is_sent(string topic)
    {
        await using MqttSession session = Make(Options(Port));
        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => session.PublishAsync(topic, Bytes("x"), MqttQuality.AtMostOnce));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b#")]
    [InlineData("a/#/b")]
    [InlineData("a+/b")]
    public async Task What_is_no_filter_is_refused_before_anything_is_sent(string filter)
    {
        await using MqttSession session = Make(Options(Port));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => session.SubscribeAsync(filter, MqttQuality.AtMostOnce));
    }

    [Fact]
    public async Task Publishing_without_a_connection_fails_at_once()
    {
        await using MqttSession session = Make(Options(Port));

        BrokerException failure = await Assert.ThrowsAsync<BrokerException>(
            () => session.PublishAsync(_root, Bytes("x"), MqttQuality.AtMostOnce));

        Assert.Equal(BrokerFailure.NotConnected, failure.Kind);
    }

    [Fact]
    public async Task Connecting_again_while_connected_changes_nothing()
    {
        await using MqttSession session = await ConnectAsync(Options(Port));

        await Task.WhenAll(session.ConnectAsync(), session.ConnectAsync());

        Assert.Equal(1, session.ConnectionNumber);
    }

    [Fact]
    public async Task What_was_subscribed_to_before_the_connect_is_granted_when_OnConnected_runs()
    {
        await using MqttSession session = Make(Options(Port));
        await session.SubscribeAsync(_root, MqttQuality.AtMostOnce);
        session.OnConnected = async (info, lost) =>
            await session.PublishAsync(_root, Bytes($"connection {info.Number}"), MqttQuality.AtMostOnce, cancel: lost);

        await session.ConnectAsync();

        Assert.Equal("connection 1", (await session.NextAsync()).Text());
    }

    [Fact]
    public async Task What_OnConnected_throws_fails_the_attempt_and_leaves_nothing_connected()
    {
        await using MqttSession session = Make(Options(Port));
        session.OnConnected = (_, _) => throw new InvalidOperationException("no birth");

        BrokerException failure = await Assert.ThrowsAsync<BrokerException>(() => session.ConnectAsync());

        Assert.Equal(BrokerFailure.Local, failure.Kind);
        Assert.Contains("no birth", failure.Message);
        Assert.False(session.IsConnected);
    }

    [Fact]
    public async Task Disposing_ends_the_messages_and_every_later_call()
    {
        MqttSession session = await ConnectAsync(Options(Port));

        await session.DisposeAsync();
        await session.DisposeAsync();

        Assert.False(await session.Messages.WaitToReadAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => session.ConnectAsync());
        await Assert.ThrowsAsync<BrokerException>(
            () => session.PublishAsync(_root, Bytes("x"), MqttQuality.AtMostOnce));
    }

    [Fact]
    public async Task The_will_is_published_after_an_abort_and_not_after_a_goodbye()
    {
        await using RawClient watcher = await RawClient.ConnectAsync(Port);
        await watcher.SubscribeAsync($"{_root}/#");
        await using TcpProxy proxy = new(Port);
        int asked = 0;
        await using (MqttSession polite = Make(Options(Port)))
        {
            polite.WillFactory = _ => new(new WillMessage(
                $"{_root}/polite", Bytes("will"), MqttQuality.AtLeastOnce, false));
            await polite.ConnectAsync();
        }

        await using MqttSession session = Make(Options(proxy.Port));
        session.WillFactory = _ => new(new WillMessage(
            $"{_root}/cut", Bytes($"will {++asked}"), MqttQuality.AtLeastOnce, false, TimeSpan.FromSeconds(100)));
        await session.ConnectAsync();
        proxy.Cut();

        RawMessage will = await watcher.NextAsync();
        Assert.Equal(($"{_root}/cut", "will 1"), (will.Topic, System.Text.Encoding.UTF8.GetString(will.Payload)));
        Assert.Equal(100u, will.ExpirySeconds);
        await Eventually.Holds(() => session.ConnectionNumber == 2 && session.IsConnected);
        proxy.Cut();
        Assert.Equal("will 2", System.Text.Encoding.UTF8.GetString((await watcher.NextAsync()).Payload));
    }

    [Fact]
    public async Task A_goodbye_reaches_the_broker_although_unread_messages_are_waiting()
    {
        await using RawClient watcher = await RawClient.ConnectAsync(Port);
        await watcher.SubscribeAsync($"{_root}/will");
        await watcher.SubscribeAsync($"{_root}/end");
        MqttSession session = Make(Options(Port) with { ReceiveQueueBytes = 1 });
        session.WillFactory = _ => new(new WillMessage($"{_root}/will", Bytes("will"), MqttQuality.AtLeastOnce, false));
        await session.SubscribeAsync($"{_root}/data", MqttQuality.AtMostOnce);
        await session.ConnectAsync();
        for (int i = 0; i < 20; i++)
        {
            await watcher.PublishAsync($"{_root}/data", new byte[100_000], quality: 1);
        }

        await session.DisposeAsync();

        await watcher.PublishAsync($"{_root}/end", Bytes("end"));
        Assert.Equal($"{_root}/end", (await watcher.NextAsync()).Topic);
    }
}
