using Microsoft.Extensions.Logging;
using Moi.Protocol.Transport;
using Moi.Testing;
using static Moi.Protocol.Tests.Transport.Sessions;

namespace Moi.Protocol.Tests.Transport;

public sealed class OversizedTests
{
    private const int Bound = 20_000;

    private static int Pings(MosquittoBroker broker) => broker.Log.Split("Received PINGREQ").Length - 1;

    [Fact]
    public async Task An_MQTT_5_broker_keeps_what_is_too_large_to_itself()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MqttSession session = await ConnectAsync(Options(broker.Port) with { MaximumPacketSize = Bound });
        await session.SubscribeAsync("a", MqttQuality.AtLeastOnce);
        await using RawClient stranger = await RawClient.ConnectAsync(broker.Port);

        await stranger.PublishAsync("a", new byte[Bound], quality: 1);
        await stranger.PublishAsync("a", Bytes("small"), quality: 1);

        Assert.Equal("small", (await session.NextAsync()).Text());
        Assert.Equal((0, 1), (session.OversizedMessages, session.ConnectionNumber));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_3_1_1_broker_is_acknowledged_what_is_skipped_and_the_rest_still_comes(int quality)
    {
        // More than Mosquitto leaves unacknowledged: if one of them were not acknowledged, nothing more would come.
        const int Many = 50;
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using OlderBroker older = new(broker.Port);
        RecordingLogger log = new();
        await using MqttSession session = await ConnectAsync(
            Options(older.Port) with { MaximumPacketSize = Bound }, log);
        Assert.Equal(MqttVersion.V311, session.Connection!.Version);
        await session.SubscribeAsync("a", MqttQuality.AtLeastOnce);
        await using RawClient stranger = await RawClient.ConnectAsync(broker.Port);

        for (int i = 0; i < Many; i++)
        {
            await stranger.PublishAsync("a", new byte[Bound], quality);
        }

        await stranger.PublishAsync("a", Bytes("small"), quality);

        Assert.Equal("small", (await session.NextAsync()).Text());
        Assert.Equal((Many, 1), (session.OversizedMessages, session.ConnectionNumber));
        Assert.Single(log.Entries, entry => entry.Text.Contains("Skipped") && entry.Level > LogLevel.Debug);
    }

    [Fact]
    public async Task A_message_larger_than_the_broker_takes_is_refused_before_it_is_sent()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(
            new MosquittoOptions { Lines = [$"max_packet_size {Bound}"] });
        await using MqttSession session = await ConnectAsync(Options(broker.Port));
        Assert.Equal(Bound, session.Connection!.MaximumPacketSize);

        BrokerException failure = await Assert.ThrowsAsync<BrokerException>(
            () => session.PublishAsync("a", new byte[Bound], MqttQuality.AtLeastOnce));

        Assert.Equal(BrokerFailure.PacketTooLarge, failure.Kind);
        await session.PublishAsync("a", new byte[Bound - 100], MqttQuality.AtLeastOnce);
        Assert.Equal(1, session.ConnectionNumber);
    }

    [Fact]
    public async Task A_reader_that_stalls_holds_the_broker_back_and_then_gets_everything_its_queue_kept()
    {
        const int Count = 200;
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(
            new MosquittoOptions { Lines = ["log_type all"] });
        await using MqttSession session = await ConnectAsync(Options(broker.Port) with
        {
            ReceiveQueueBytes = 50_000,
            KeepAlive = TimeSpan.FromSeconds(1),
        });
        await session.SubscribeAsync("a", MqttQuality.AtLeastOnce);
        await using RawClient stranger = await RawClient.ConnectAsync(broker.Port);
        for (int i = 0; i < Count; i++)
        {
            await stranger.PublishAsync("a", (byte[])[(byte)i, .. new byte[30_000]], quality: 1);
        }

        await Eventually.Holds(() => session.Messages.Count == 1);

        // A session that its own reader holds back can't hear the broker, but must not take it for dead.
        int pings = Pings(broker);
        await Eventually.Holds(() => Pings(broker) >= pings + 3);
        Assert.Equal(1, session.Messages.Count);
        for (int i = 0; i < Count; i++)
        {
            Assert.Equal((byte)i, (await session.NextAsync()).Payload.Span[0]);
        }

        Assert.Equal(1, session.ConnectionNumber);
    }
}
