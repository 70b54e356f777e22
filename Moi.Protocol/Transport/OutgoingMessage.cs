using System.Buffers;
using MQTTnet;
using MQTTnet.Protocol;

namespace Moi.Protocol.Transport;

/// <summary>Says in MQTTnet's words what is to be published.</summary>
internal static class OutgoingMessage
{
    /// <summary>Translates a message; see <see cref="MqttSession.PublishAsync"/>.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="payload">The bytes.</param>
    /// <param name="quality">The quality.</param>
    /// <param name="retain">Whether it is retained.</param>
    /// <param name="expiry">How long it lives.</param>
    /// <param name="properties">Properties of MQTT 5.</param>
    /// <returns>MQTTnet's message.</returns>
    public static MqttApplicationMessage Make(
        string topic, ReadOnlyMemory<byte> payload, MqttQuality quality, bool retain, TimeSpan? expiry,
        MessageProperties? properties) => new()
        {
            Topic = topic,
            Payload = new ReadOnlySequence<byte>(payload),
            QualityOfServiceLevel = (MqttQualityOfServiceLevel)quality,
            Retain = retain,
            MessageExpiryInterval = ConnectOptions.WholeSeconds(expiry),
            ResponseTopic = properties?.ResponseTopic,
            CorrelationData = properties is { CorrelationData: { IsEmpty: false } data } ? data.ToArray() : null,
            ContentType = properties?.ContentType,
        };
}
