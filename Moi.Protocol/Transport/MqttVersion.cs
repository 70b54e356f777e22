namespace Moi.Protocol.Transport;

/// <summary>The version of MQTT a connection speaks.</summary>
public enum MqttVersion
{
    /// <summary>MQTT 3.1.1: no reasons, no expiry, no limits told by the broker.</summary>
    V311 = 4,

    /// <summary>MQTT 5.</summary>
    V5 = 5,
}
