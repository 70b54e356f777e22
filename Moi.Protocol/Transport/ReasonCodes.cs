using MQTTnet.Protocol;

namespace Moi.Protocol.Transport;

/// <summary>What the reason codes of MQTT 5 mean to us. One number means the same in every kind of packet.</summary>
internal static class ReasonCodes
{
    /// <summary>The first code that stands for a failure.</summary>
    public const int FirstFailure = 0x80;

    /// <summary>How a 3.1.1 broker says that it doesn't know version 5; no code of version 5.</summary>
    private const int OldUnacceptableVersion = 0x01;

    /// <summary>Sorts a code.</summary>
    /// <param name="code">A code of CONNACK, SUBACK, PUBACK or DISCONNECT.</param>
    /// <returns>The kind of failure.</returns>
    public static BrokerFailure Classify(int code) => code switch
    {
        OldUnacceptableVersion or (int)MqttConnectReasonCode.UnsupportedProtocolVersion => BrokerFailure.VersionRefused,
        (int)MqttConnectReasonCode.ClientIdentifierNotValid => BrokerFailure.ClientIdRefused,
        (int)MqttConnectReasonCode.BadUserNameOrPassword
            or (int)MqttConnectReasonCode.BadAuthenticationMethod
            or (int)MqttConnectReasonCode.Banned => BrokerFailure.NotAuthenticated,
        (int)MqttDisconnectReasonCode.NotAuthorized => BrokerFailure.NotAuthorized,
        (int)MqttDisconnectReasonCode.SessionTakenOver => BrokerFailure.ClientIdTaken,
        (int)MqttDisconnectReasonCode.PacketTooLarge => BrokerFailure.PacketTooLarge,
        (int)MqttDisconnectReasonCode.QuotaExceeded
            or (int)MqttDisconnectReasonCode.ReceiveMaximumExceeded
            or (int)MqttDisconnectReasonCode.MessageRateTooHigh
            or (int)MqttDisconnectReasonCode.ConnectionRateExceeded => BrokerFailure.QuotaExceeded,
        (int)MqttConnectReasonCode.ServerUnavailable
            or (int)MqttDisconnectReasonCode.ServerBusy
            or (int)MqttDisconnectReasonCode.ServerShuttingDown
            or (int)MqttDisconnectReasonCode.UseAnotherServer
            or (int)MqttDisconnectReasonCode.ServerMoved => BrokerFailure.Unavailable,
        (int)MqttDisconnectReasonCode.MalformedPacket
            or (int)MqttDisconnectReasonCode.ProtocolError => BrokerFailure.ProtocolError,
        _ => BrokerFailure.Refused,
    };

    /// <summary>A code as it stands in messages, with the broker's own words where it gave some.</summary>
    /// <typeparam name="T">The enumeration of the packet.</typeparam>
    /// <param name="code">The code.</param>
    /// <param name="reason">The broker's words; untrusted.</param>
    /// <returns>For example <c>NotAuthorized (0x87)</c>.</returns>
    public static string Describe<T>(T code, string? reason)
        where T : struct, Enum
    {
        string text = $"{code} (0x{Convert.ToInt32(code, null):X2})";
        return string.IsNullOrWhiteSpace(reason) ? text : $"{text}, \"{OneLine.Of(reason)}\"";
    }
}
