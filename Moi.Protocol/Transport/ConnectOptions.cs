using System.Text;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Moi.Protocol.Transport;

/// <summary>Says in MQTTnet's words who connects and how.</summary>
internal static class ConnectOptions
{
    /// <summary>Translates the options. Clean start and no session expiry: nothing outlives a connection.</summary>
    /// <param name="options">Ours.</param>
    /// <param name="version">The version of MQTT to speak.</param>
    /// <param name="will">What the broker publishes when the connection is lost.</param>
    /// <returns>MQTTnet's.</returns>
    public static MqttClientOptions Make(MqttSessionOptions options, MqttVersion version, WillMessage? will)
    {
        bool five = version == MqttVersion.V5;
        MqttClientOptions result = new()
        {
            // Names the broker only; ClientChannel connects.
            ChannelOptions = new MqttClientTcpOptions(),
            ClientId = options.ClientId,
            CleanSession = true,
            Credentials = options.UserName is null
                ? null
                : new MqttClientCredentials(
                    options.UserName, options.Password is null ? null : Encoding.UTF8.GetBytes(options.Password)),

            // ClientChannel puts the period into CONNECT; MqttConnection pings.
            KeepAlivePeriod = TimeSpan.Zero,
            MaximumPacketSize = five ? (uint)options.MaximumPacketSize : 0,
            ProtocolVersion = five ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311,
            ValidateFeatures = false,
        };
        if (will is not null)
        {
            result.WillTopic = will.Topic;
            result.WillPayload = will.Payload.ToArray();
            result.WillQualityOfServiceLevel = (MqttQualityOfServiceLevel)will.Quality;
            result.WillRetain = will.Retain;
            result.WillMessageExpiryInterval = five ? WholeSeconds(will.Expiry) : 0;
            result.WillDelayInterval = five ? WholeSeconds(will.Delay) : 0;
        }

        return result;
    }

    /// <summary>A span as MQTT counts it.</summary>
    /// <param name="span">The span; null stands for none.</param>
    /// <returns>Seconds, rounded up so that a short span doesn't become none.</returns>
    public static uint WholeSeconds(TimeSpan? span) =>
        span is TimeSpan given ? (uint)Math.Clamp(Math.Ceiling(given.TotalSeconds), 1, uint.MaxValue) : 0;
}
