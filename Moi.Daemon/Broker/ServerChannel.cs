using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Moi.Protocol.Transport;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Moi.Daemon.Broker;

/// <summary>One client's connection, as MQTTnet's server sees it.</summary>
internal sealed class ServerChannel : IMqttChannelAdapter
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly FrameReader _reader;
    private readonly PacketWriter _writer;
    private readonly int _maximumPacketSize;
    private readonly RetainedMessages _retained;

    /// <summary>Takes over a connection.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="maximumPacketSize">The largest packet taken, in bytes.</param>
    /// <param name="retained">What is retained.</param>
    public ServerChannel(Socket socket, int maximumPacketSize, RetainedMessages retained)
    {
        _socket = socket;
        _maximumPacketSize = maximumPacketSize;
        _retained = retained;
        RemoteEndPoint = socket.RemoteEndPoint;
        LocalEndPoint = socket.LocalEndPoint;
        PacketFormatterAdapter = new MqttPacketFormatterAdapter(new MqttBufferWriter(1024, 4096));
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new FrameReader(_stream, maximumPacketSize);
        _writer = new PacketWriter(_stream, PacketFormatterAdapter);
    }

    /// <inheritdoc/>
    public long BytesReceived => _reader.BytesReceived;

    /// <inheritdoc/>
    public long BytesSent => 0;

    /// <inheritdoc/>
    public X509Certificate2? ClientCertificate => null;

    /// <inheritdoc/>
    public EndPoint? RemoteEndPoint { get; }

    /// <inheritdoc/>
    public EndPoint? LocalEndPoint { get; }

    /// <inheritdoc/>
    public bool IsSecureConnection => false;

    /// <inheritdoc/>
    public MqttPacketFormatterAdapter PacketFormatterAdapter { get; }

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisconnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        try
        {
            Frame frame = await _reader.ReadAsync(cancellationToken);
            if (frame.IsEnd)
            {
                return null;
            }

            if (frame.Oversized)
            {
                await RefuseOversizedAsync(cancellationToken);
                return null;
            }

            ReceivedMqttPacket received = new(frame.Header, frame.Body, (int)frame.Length);
            if (PacketFormatterAdapter.ProtocolVersion == MqttProtocolVersion.Unknown)
            {
                PacketFormatterAdapter.DetectProtocolVersion(received);
            }

            return PacketFormatterAdapter.Decode(received);
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException or OperationCanceledException)
        {
            return null;
        }
        catch (InvalidDataException garbled)
        {
            throw new MqttProtocolViolationException(garbled.Message);
        }
    }

    /// <inheritdoc/>
    public Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        switch (packet)
        {
            case MqttConnAckPacket welcome:
                welcome.MaximumPacketSize = (uint)_maximumPacketSize;
                break;
            case MqttPublishPacket publish when !_retained.TryAge(publish):
                return Task.CompletedTask;
        }

        return _writer.WriteAsync(packet, cancellationToken);
    }

    /// <inheritdoc/>
    public void ResetStatistics()
    {
    }

    /// <summary>Closes so that the client still gets what was sent last.</summary>
    /// <returns>When it is closed.</returns>
    public async Task CloseAsync()
    {
        await Goodbye.SayAsync(_socket);
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private async Task RefuseOversizedAsync(CancellationToken cancel)
    {
        if (PacketFormatterAdapter.ProtocolVersion == MqttProtocolVersion.V500)
        {
            MqttDisconnectPacket goodbye = new() { ReasonCode = MqttDisconnectReasonCode.PacketTooLarge };
            await _writer.WriteAsync(goodbye, cancel);
        }
    }
}
