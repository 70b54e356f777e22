namespace Moi.Protocol.Transport;

/// <summary>How hard the broker tries to deliver a message. Moi never uses MQTT's third level.</summary>
public enum MqttQuality
{
    /// <summary>QoS 0: sent once, not acknowledged, dropped when a queue on the way is full.</summary>
    AtMostOnce = 0,

    /// <summary>QoS 1: acknowledged hop by hop; may arrive twice, and may still be dropped by a full broker.</summary>
    AtLeastOnce = 1,
}
