namespace Moi.Protocol.Transport;

/// <summary>What the broker publishes for a session that is lost without a clean goodbye.</summary>
/// <param name="Topic">Where it is published; no wildcards.</param>
/// <param name="Payload">The bytes.</param>
/// <param name="Quality">The level it is published at.</param>
/// <param name="Retain">Whether the broker keeps it for later subscribers.</param>
/// <param name="Expiry">How long the published will lives, in whole seconds; null for ever. Ignored on MQTT
/// 3.1.1.</param>
/// <param name="Delay">How long the broker waits for the session to come back before it publishes the will, in whole
/// seconds; null not at all. Ignored on MQTT 3.1.1.</param>
public sealed record WillMessage(
    string Topic,
    ReadOnlyMemory<byte> Payload,
    MqttQuality Quality,
    bool Retain,
    TimeSpan? Expiry = null,
    TimeSpan? Delay = null);
