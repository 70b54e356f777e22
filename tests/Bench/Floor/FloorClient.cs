using System.Buffers;
using System.Net;
using MQTTnet;
using MQTTnet.Protocol;

namespace Moi.Bench.Floor;

/// <summary>A bare MQTTnet client with the socket buffers that files need, and nothing else.</summary>
internal static class FloorClient
{
    private const int BufferSize = 256 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Connects and subscribes.</summary>
    /// <param name="port">The broker's port on loopback.</param>
    /// <param name="take">Takes what arrives.</param>
    /// <param name="filters">What it subscribes to.</param>
    public static async Task<IMqttClient> ConnectAsync(
        int port, Func<string, ReadOnlySequence<byte>, Task> take, params (string Filter, MqttQualityOfServiceLevel Quality)[] filters)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += message => take(message.ApplicationMessage.Topic, message.ApplicationMessage.Payload);
        MqttClientOptions options = new MqttClientOptionsBuilder()
            .WithEndPoint(new IPEndPoint(IPAddress.Loopback, port))
            .WithTcpServer(tcp => tcp.BufferSize = BufferSize)
            .WithKeepAlivePeriod(TimeSpan.FromMinutes(5))
            .Build();
        using CancellationTokenSource limit = new(Patience);
        await client.ConnectAsync(options, limit.Token);
        MqttClientSubscribeOptionsBuilder wanted = new();
        foreach ((string filter, MqttQualityOfServiceLevel quality) in filters)
        {
            wanted.WithTopicFilter(filter, quality);
        }

        await client.SubscribeAsync(wanted.Build(), limit.Token);
        return client;
    }

    /// <summary>Publishes.</summary>
    public static Task SayAsync(this IMqttClient client, string topic, ReadOnlyMemory<byte> payload, MqttQualityOfServiceLevel quality) =>
        client.PublishAsync(new MqttApplicationMessage
        {
            Topic = topic,
            Payload = new ReadOnlySequence<byte>(payload),
            QualityOfServiceLevel = quality,
        });
}
