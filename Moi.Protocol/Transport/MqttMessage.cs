namespace Moi.Protocol.Transport;

/// <summary>One message as it came from the broker.</summary>
/// <param name="Topic">The topic it was published on; untrusted text.</param>
/// <param name="Payload">The bytes, owned by the receiver: nobody writes to them again.</param>
/// <param name="Quality">The level it was delivered at: the lower of the publisher's and the subscription's.</param>
/// <param name="Retain">True when the broker kept it from before the subscription; false when it is fresh.</param>
/// <param name="Expiry">What is left of the message's expiry as the broker tells it, in whole seconds. Null when it
/// carries none, and always on MQTT 3.1.1.</param>
/// <param name="Connection">The <see cref="ConnectionInfo.Number"/> of the connection that brought it, so that what
/// was queued before a loss can be told from what came after.</param>
public readonly record struct MqttMessage(
    string Topic,
    ReadOnlyMemory<byte> Payload,
    MqttQuality Quality,
    bool Retain,
    TimeSpan? Expiry,
    long Connection);
