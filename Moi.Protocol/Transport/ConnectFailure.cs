using MQTTnet;

namespace Moi.Protocol.Transport;

/// <summary>Puts into words why an attempt to connect failed.</summary>
internal static class ConnectFailure
{
    /// <summary>The broker answered CONNECT with a refusal.</summary>
    /// <param name="options">Who connected to what.</param>
    /// <param name="version">The version that was spoken.</param>
    /// <param name="answer">The refusal.</param>
    /// <returns>The failure.</returns>
    public static BrokerException Refused(
        MqttSessionOptions options, MqttVersion version, MqttClientConnectResult answer)
    {
        string refusal = $"The broker at {options.Address} refused the connection: " +
            $"{ReasonCodes.Describe(answer.ResultCode, answer.ReasonString)}.";
        return ReasonCodes.Classify((int)answer.ResultCode) switch
        {
            BrokerFailure.NotAuthenticated or BrokerFailure.NotAuthorized => new BrokerException(
                BrokerFailure.NotAuthenticated,
                options.UserName is null
                    ? $"{refusal} It wants a user name and password, and none are set."
                    : $"{refusal} Check the password of user '{options.UserName}'."),
            BrokerFailure.VersionRefused => new BrokerException(BrokerFailure.VersionRefused, refusal)
            {
                SuggestsOlderVersion = version == MqttVersion.V5,
            },
            BrokerFailure.ClientIdRefused => new BrokerException(
                BrokerFailure.ClientIdRefused, $"{refusal} The client id is '{options.ClientId}'."),
            BrokerFailure kind => new BrokerException(kind, refusal),
        };
    }

    /// <summary>The attempt took too long.</summary>
    /// <param name="options">Who connected to what.</param>
    /// <param name="phase">What it was busy with.</param>
    /// <param name="cause">What was thrown underneath.</param>
    /// <returns>The failure.</returns>
    public static BrokerException Late(MqttSessionOptions options, string phase, Exception cause) => new(
        BrokerFailure.Timeout,
        $"The broker at {options.Address} did not answer within {options.ConnectTimeout.TotalSeconds:0.#} s " +
            $"({phase}). Check host, port and network.",
        cause);

    /// <summary>The connection was lost after the broker had begun to answer.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="cause">What was thrown underneath.</param>
    /// <returns>The failure.</returns>
    public static BrokerException Lost(DisconnectReason reason, Exception cause) =>
        new(reason.Kind, reason.Message, cause);

    /// <summary>The connection was closed instead of an answer to CONNECT.</summary>
    /// <param name="options">Who connected to what.</param>
    /// <param name="version">The version that was spoken.</param>
    /// <param name="cause">What was thrown underneath.</param>
    /// <returns>The failure.</returns>
    public static BrokerException Unanswered(MqttSessionOptions options, MqttVersion version, Exception cause)
    {
        string closed = $"The broker at {options.Address} closed the connection before it answered.";

        // With TLS 1.3 a missing client certificate shows only now, and not always with its reason.
        return options.Tls is null
            ? new BrokerException(
                BrokerFailure.Refused, $"{closed} Check that this port speaks MQTT, and without TLS.", cause)
            {
                SuggestsOlderVersion = version == MqttVersion.V5,
            }
            : new BrokerException(
                BrokerFailure.TlsClientCertificate,
                $"{closed} Check that this port speaks MQTT, and whether the broker wants a client certificate.",
                cause)
            {
                SuggestsOlderVersion = version == MqttVersion.V5,
            };
    }
}
