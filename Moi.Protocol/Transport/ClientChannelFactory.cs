using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;

namespace Moi.Protocol.Transport;

/// <summary>Hands MQTTnet's client the channel it shall use.</summary>
/// <param name="channel">The channel, used for one connection.</param>
internal sealed class ClientChannelFactory(ClientChannel channel) : IMqttClientAdapterFactory
{
    /// <inheritdoc/>
    public IMqttChannelAdapter CreateClientAdapter(
        MqttClientOptions options, MqttPacketInspector packetInspector, IMqttNetLogger logger) => channel;
}
