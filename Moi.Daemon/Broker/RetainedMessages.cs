using System.Collections.Concurrent;
using MQTTnet;
using MQTTnet.Packets;

namespace Moi.Daemon.Broker;

/// <summary>Knows which topics hold a retained message and since when, so that there are not too many of them and each
/// tells the truth about its expiry.</summary>
/// <param name="maximum">How many topics may hold one.</param>
/// <param name="time">The clock.</param>
internal sealed class RetainedMessages(int maximum, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, long> _since = new(StringComparer.Ordinal);

    /// <summary>Notes a message that is about to be published.</summary>
    /// <param name="message">The message.</param>
    /// <returns>False when it would be one retained message too many.</returns>
    public bool TryNote(MqttApplicationMessage message)
    {
        if (!message.Retain)
        {
            return true;
        }

        if (message.Payload.Length == 0)
        {
            _since.TryRemove(message.Topic, out _);
            return true;
        }

        if (_since.Count >= maximum && !_since.ContainsKey(message.Topic))
        {
            return false;
        }

        _since[message.Topic] = time.GetTimestamp();
        return true;
    }

    /// <summary>Takes the time that a retained message has waited off its expiry.</summary>
    /// <param name="packet">What is about to be delivered; belongs to one delivery only.</param>
    /// <returns>False when it has expired and must not be delivered.</returns>
    public bool TryAge(MqttPublishPacket packet)
    {
        if (!packet.Retain || packet.MessageExpiryInterval == 0 || !_since.TryGetValue(packet.Topic, out long since))
        {
            return true;
        }

        uint age = (uint)time.GetElapsedTime(since).TotalSeconds;
        if (age >= packet.MessageExpiryInterval)
        {
            return false;
        }

        packet.MessageExpiryInterval -= age;
        return true;
    }
}
