using System.Buffers;
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Protocol;

namespace Moi.Testing;

/// <summary>What a <see cref="RawClient"/> received.</summary>
public sealed record RawMessage(string Topic, byte[] Payload, int Quality, bool Retain, uint ExpirySeconds);

/// <summary>A bare MQTTnet client: a stranger on the broker, or a probe that looks over the shoulder.</summary>
public sealed class RawClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly Channel<RawMessage> _messages = Channel.CreateUnbounded<RawMessage>();

    private RawClient()
    {
        _client.ApplicationMessageReceivedAsync += received =>
        {
            MqttApplicationMessage message = received.ApplicationMessage;
            _messages.Writer.TryWrite(new RawMessage(
                message.Topic,
                message.Payload.ToArray(),
                (int)message.QualityOfServiceLevel,
                message.Retain,
                message.MessageExpiryInterval));
            return Task.CompletedTask;
        };
    }

    /// <summary>What it received, in order.</summary>
    public ChannelReader<RawMessage> Messages => _messages.Reader;

    /// <summary>Connects to a broker on a loopback port.</summary>
    /// <param name="port">The port.</param>
    /// <param name="configure">Changes the options, which otherwise are a random client id and MQTT 5.</param>
    public static async Task<RawClient> ConnectAsync(int port, Action<MqttClientOptionsBuilder>? configure = null)
    {
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port);
        configure?.Invoke(options);
        using CancellationTokenSource limit = new(Patience);
        RawClient raw = new();
        MqttClientConnectResult answer = await raw._client.ConnectAsync(options.Build(), limit.Token);
        return answer.ResultCode == MqttClientConnectResultCode.Success
            ? raw
            : throw new InvalidOperationException($"The broker refused the raw client: {answer.ResultCode}.");
    }

    /// <summary>Connects as a user of the broker.</summary>
    public static Task<RawClient> ConnectAsync(int port, string user, string password) =>
        ConnectAsync(port, options => options.WithCredentials(user, password));

    /// <summary>Publishes.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="payload">The bytes.</param>
    /// <param name="quality">0, 1 or 2.</param>
    /// <param name="retain">Whether it is retained.</param>
    /// <param name="expirySeconds">How long it lives; 0 for ever.</param>
    public async Task PublishAsync(
        string topic, ReadOnlyMemory<byte> payload, int quality = 0, bool retain = false, uint expirySeconds = 0)
    {
        using CancellationTokenSource limit = new(Patience);
        await _client.PublishAsync(
            new MqttApplicationMessage
            {
                Topic = topic,
                Payload = new ReadOnlySequence<byte>(payload),
                QualityOfServiceLevel = (MqttQualityOfServiceLevel)quality,
                Retain = retain,
                MessageExpiryInterval = expirySeconds,
            },
            limit.Token);
    }

    /// <summary>Subscribes, and fails when the broker refuses.</summary>
    public async Task SubscribeAsync(string filter, int quality = 0)
    {
        using CancellationTokenSource limit = new(Patience);
        MqttClientSubscribeResult answer = await _client.SubscribeAsync(
            new MqttClientSubscribeOptionsBuilder().WithTopicFilter(filter, (MqttQualityOfServiceLevel)quality).Build(),
            limit.Token);
        if ((int)answer.Items.Single().ResultCode > 2)
        {
            throw new InvalidOperationException($"The broker refused '{filter}': {answer.Items.Single().ResultCode}.");
        }
    }

    /// <summary>The next message, waited for with patience.</summary>
    public async Task<RawMessage> NextAsync()
    {
        using CancellationTokenSource limit = new(Patience);
        return await _messages.Reader.ReadAsync(limit.Token);
    }

    /// <summary>Goes without a word, so that the broker publishes the will.</summary>
    public void Abort() => _client.Dispose();

    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected)
        {
            using CancellationTokenSource limit = new(Patience);
            await _client.DisconnectAsync(new MqttClientDisconnectOptions(), limit.Token);
        }

        _client.Dispose();
    }
}
