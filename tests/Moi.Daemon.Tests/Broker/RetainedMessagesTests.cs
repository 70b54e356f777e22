using System.Buffers;
using Moi.Daemon.Broker;
using MQTTnet;
using MQTTnet.Packets;

namespace Moi.Daemon.Tests.Broker;

public sealed class RetainedMessagesTests
{
    private readonly SettableTime _time = new();
    private readonly RetainedMessages _retained;

    public RetainedMessagesTests() => _retained = new RetainedMessages(10, _time);

    [Theory]
    [InlineData(0, 100u)]
    [InlineData(0.9, 100u)]
    [InlineData(30.5, 70u)]
    [InlineData(99.9, 1u)]
    public void What_a_message_has_waited_is_taken_off_its_expiry(double waited, uint left)
    {
        _retained.TryNote(Message("a", 100));
        _time.Advance(waited);
        MqttPublishPacket packet = Packet("a", 100);

        Assert.True(_retained.TryAge(packet));
        Assert.Equal(left, packet.MessageExpiryInterval);
    }

    [Fact]
    public void An_expired_message_is_not_delivered_and_a_new_one_begins_anew()
    {
        _retained.TryNote(Message("a", 100));
        _time.Advance(100);
        Assert.False(_retained.TryAge(Packet("a", 100)));

        _retained.TryNote(Message("a", 100));

        Assert.True(_retained.TryAge(Packet("a", 100)));
    }

    [Fact]
    public void A_message_without_expiry_lives_for_ever()
    {
        _retained.TryNote(Message("a", 0));
        _time.Advance(1e6);
        MqttPublishPacket packet = Packet("a", 0);

        Assert.True(_retained.TryAge(packet));
        Assert.Equal(0u, packet.MessageExpiryInterval);
    }

    private static MqttApplicationMessage Message(string topic, uint expiry) => new()
    {
        Topic = topic,
        Payload = new ReadOnlySequence<byte>([1]),
        Retain = true,
        MessageExpiryInterval = expiry,
    };

    private static MqttPublishPacket Packet(string topic, uint expiry) =>
        new() { Topic = topic, Retain = true, MessageExpiryInterval = expiry };

    private sealed class SettableTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1_000;

        public override long GetTimestamp() => _now;

        public void Advance(double seconds) => _now += (long)(seconds * 1_000);
    }
}
