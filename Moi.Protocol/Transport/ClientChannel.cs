using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Moi.Protocol.Transport;

/// <summary>
/// The wire under MQTTnet's client. It is not the library's own because that one reads two bytes at a time, stores
/// packets of any size, queues messages without bound, asks a timer four times a second whether to ping, and lets a
/// cancelled publish leave half a packet behind. Messages go from here straight to the session's queue; MQTTnet sees
/// the rest of the traffic.
/// </summary>
internal sealed class ClientChannel : IMqttChannelAdapter
{
    private const int ConnAckType = 2;
    private const int PublishType = 3;

    private readonly MqttSessionOptions _options;
    private readonly long _number;
    private readonly ReceiveQueue _queue;
    private readonly Action<string, long> _skipped;
    private readonly TaskCompletionSource<DisconnectReason> _lost =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BrokerLink? _link;
    private FrameReader? _reader;
    private PacketWriter? _writer;
    private bool _answered;
    private bool _saidGoodbye;

    /// <summary>Makes the channel; nothing is opened yet.</summary>
    /// <param name="options">Where the broker is.</param>
    /// <param name="version">The version of MQTT to speak.</param>
    /// <param name="number">The connection's number.</param>
    /// <param name="queue">Where messages go.</param>
    /// <param name="skipped">Told of the topic and size of each message that was too large.</param>
    public ClientChannel(
        MqttSessionOptions options, MqttVersion version, long number, ReceiveQueue queue, Action<string, long> skipped)
    {
        _options = options;
        _number = number;
        _queue = queue;
        _skipped = skipped;
        MqttProtocolVersion spoken = version == MqttVersion.V5 ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311;
        PacketFormatterAdapter = new MqttPacketFormatterAdapter(spoken, new MqttBufferWriter(1024, 4096));
    }

    /// <summary>Completes when the connection ends, with the reason.</summary>
    public Task<DisconnectReason> Lost => _lost.Task;

    /// <summary>What an attempt to connect is busy with, for a message about it taking too long.</summary>
    public string Phase { get; private set; } = "connecting";

    /// <summary>Whether CONNECT has gone out and nothing has come back.</summary>
    public bool AwaitsFirstAnswer => _reader is { BytesReceived: 0 } && _writer is not null;

    /// <summary>The keep-alive period the broker insists on; zero when it takes ours.</summary>
    public TimeSpan ServerKeepAlive { get; private set; }

    /// <inheritdoc/>
    public long BytesReceived => _reader?.BytesReceived ?? 0;

    /// <inheritdoc/>
    public long BytesSent => 0;

    /// <inheritdoc/>
    public X509Certificate2? ClientCertificate => null;

    /// <inheritdoc/>
    public EndPoint? RemoteEndPoint => _link?.RemoteEndPoint;

    /// <inheritdoc/>
    public EndPoint? LocalEndPoint => _link?.LocalEndPoint;

    /// <inheritdoc/>
    public bool IsSecureConnection => _options.Tls is not null;

    /// <inheritdoc/>
    public MqttPacketFormatterAdapter PacketFormatterAdapter { get; }

    /// <inheritdoc/>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        _link = await BrokerLink.OpenAsync(_options, cancellationToken);
        _reader = new FrameReader(_link.Stream, _options.MaximumPacketSize);
        _writer = new PacketWriter(_link.Stream, PacketFormatterAdapter);
        Phase = "waiting for its answer to CONNECT";
    }

    /// <inheritdoc/>
    public Task DisconnectAsync(CancellationToken cancellationToken)
    {
        LoseByOurselves();
        return _saidGoodbye && _link is not null ? _link.CloseAfterLastPacketAsync() : Task.CompletedTask;
    }

    /// <summary>Ends the connection as lost; the first reason stays.</summary>
    /// <param name="reason">Why.</param>
    public void Lose(DisconnectReason reason)
    {
        _lost.TrySetResult(reason);
        if (!_saidGoodbye)
        {
            _link?.Dispose();
        }
    }

    /// <inheritdoc/>
    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        PacketWriter writer = _writer ?? throw new MqttCommunicationException("The channel is not open.");
        if (packet is MqttConnectPacket connect)
        {
            connect.KeepAlivePeriod = (ushort)_options.KeepAlive.TotalSeconds;
        }

        await writer.WriteAsync(packet, cancellationToken);
        _saidGoodbye |= packet is MqttDisconnectPacket;
    }

    /// <inheritdoc/>
    public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        FrameReader reader = _reader ?? throw new MqttCommunicationException("The channel is not open.");
        try
        {
            while (true)
            {
                Frame frame = await reader.ReadAsync(cancellationToken);
                if (frame.IsEnd)
                {
                    Lose(BrokerFailure.ConnectionLost, "closed the connection");
                    return null;
                }

                if (!_answered && frame.Header >> 4 != ConnAckType)
                {
                    throw new InvalidDataException("The first packet is no CONNACK.");
                }

                _answered = true;
                MqttPacket? packet = frame.Oversized ? Skip(frame) : Decode(frame);
                switch (packet)
                {
                    case MqttPublishPacket publish:
                        await TakeAsync(publish, cancellationToken);
                        break;
                    case MqttConnAckPacket answer:
                        // MQTTnet would start its own pinging timer.
                        ServerKeepAlive = TimeSpan.FromSeconds(answer.ServerKeepAlive);
                        answer.ServerKeepAlive = 0;
                        return answer;
                    case MqttDisconnectPacket goodbye:
                        Lose(
                            ReasonCodes.Classify((int)goodbye.ReasonCode),
                            $"ended the connection: {ReasonCodes.Describe(goodbye.ReasonCode, goodbye.ReasonString)}");
                        return null;
                    case not null:
                        return packet;
                }
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException)
        {
            Lose(BrokerFailure.ConnectionLost, $"is no longer connected: {OneLine.Of(broken.Message)}");
            return null;
        }
        catch (Exception garbled) when (garbled is InvalidDataException or MqttProtocolViolationException)
        {
            Lose(BrokerFailure.ProtocolError, $"sent what is no MQTT: {OneLine.Of(garbled.Message)}");
            return null;
        }
    }

    /// <inheritdoc/>
    public void ResetStatistics()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        LoseByOurselves();
        _link?.Dispose();
    }

    private void LoseByOurselves() => Lose(new DisconnectReason(
        BrokerFailure.Local, $"The connection to the broker at {_options.Address} was closed."));

    private void Lose(BrokerFailure kind, string what) =>
        Lose(new DisconnectReason(kind, $"The broker at {_options.Address} {what}."));

    private MqttPacket Decode(Frame frame) =>
        PacketFormatterAdapter.Decode(new ReceivedMqttPacket(frame.Header, frame.Body, (int)frame.Length));

    private async ValueTask TakeAsync(MqttPublishPacket publish, CancellationToken cancel)
    {
        if (publish.QualityOfServiceLevel > MqttQualityOfServiceLevel.AtLeastOnce
            || string.IsNullOrEmpty(publish.Topic))
        {
            throw new InvalidDataException("A message has a quality or a topic alias that nobody asked for.");
        }

        MqttMessage message = new(
            publish.Topic,
            publish.Payload.First,
            (MqttQuality)publish.QualityOfServiceLevel,
            publish.Retain,
            publish.MessageExpiryInterval > 0 ? TimeSpan.FromSeconds(publish.MessageExpiryInterval) : null,
            _number);
        await _queue.AddAsync(message, cancel);
        if (publish.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtLeastOnce)
        {
            Acknowledge(publish.PacketIdentifier, MqttPubAckReasonCode.Success);
        }
    }

    // Only the topic and the packet identifier were read; a broker that waits for the acknowledgement must get it.
    private MqttPacket? Skip(Frame frame)
    {
        ReadOnlySpan<byte> body = frame.Body;
        int topicLength = body.Length < 2 ? 0 : (body[0] << 8) | body[1];
        if (frame.Header >> 4 != PublishType || body.Length < 2 + topicLength + 2)
        {
            throw new InvalidDataException($"A packet of {frame.Length} bytes is no message.");
        }

        _skipped(Encoding.UTF8.GetString(body.Slice(2, topicLength)), frame.Length);
        if ((frame.Header & 0b0110) != 0)
        {
            ReadOnlySpan<byte> identifier = body.Slice(2 + topicLength, 2);
            Acknowledge(
                (ushort)((identifier[0] << 8) | identifier[1]), MqttPubAckReasonCode.ImplementationSpecificError);
        }

        return null;
    }

    // Reading must not wait for writing: both ends could then wait for each other.
    private void Acknowledge(ushort identifier, MqttPubAckReasonCode code)
    {
        MqttPubAckPacket packet = new() { PacketIdentifier = identifier, ReasonCode = code };
        Task sent = SendPacketAsync(packet, CancellationToken.None);
        if (!sent.IsCompletedSuccessfully)
        {
            _ = LoseUnlessSentAsync(sent);
        }
    }

    private async Task LoseUnlessSentAsync(Task sent)
    {
        try
        {
            await sent;
        }
        catch (MqttCommunicationException broken)
        {
            Lose(BrokerFailure.ConnectionLost, $"is no longer connected: {OneLine.Of(broken.InnerException?.Message)}");
        }
    }
}
