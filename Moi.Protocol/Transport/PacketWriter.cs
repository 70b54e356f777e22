using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace Moi.Protocol.Transport;

/// <summary>
/// Writes packets to a stream, one after the other and each with one write. A packet that has been begun is always
/// finished: giving up on it only ends the wait, because half a packet would garble everything after it. The bytes are
/// copied first, so the caller's memory is free when the wait ends.
/// </summary>
/// <param name="stream">Where the bytes go; disposing it fails the writes that wait.</param>
/// <param name="formatter">Turns packets into bytes.</param>
[SuppressMessage(
    "Design", "CA1001:Types that own disposable fields should be disposable",
    Justification = "A semaphore whose wait handle is never asked for holds nothing to dispose of.")]
internal sealed class PacketWriter(Stream stream, MqttPacketFormatterAdapter formatter)
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Writes a packet.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>When the network has taken the bytes.</returns>
    /// <exception cref="MqttCommunicationException">The connection broke.</exception>
    /// <exception cref="MqttProtocolViolationException">The packet can't be expressed in MQTT.</exception>
    public async Task WriteAsync(MqttPacket packet, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        Exception? failure = await EncodeAndWriteAsync(packet).WaitAsync(cancel);
        if (failure is not null)
        {
            throw new MqttCommunicationException("The connection broke while a packet was written.", failure);
        }
    }

    private Task<Exception?> EncodeAndWriteAsync(MqttPacket packet)
    {
        byte[] bytes;
        int length;
        try
        {
            (bytes, length) = Encode(packet);
        }
        catch
        {
            _turn.Release();
            throw;
        }

        return WriteAsync(bytes, length);
    }

    private (byte[] Bytes, int Length) Encode(MqttPacket packet)
    {
        try
        {
            MqttPacketBuffer encoded = formatter.Encode(packet);
            byte[] bytes = ArrayPool<byte>.Shared.Rent(encoded.Length);
            encoded.Packet.CopyTo(bytes);
            encoded.Payload.CopyTo(bytes.AsSpan(encoded.Packet.Count));
            return (bytes, encoded.Length);
        }
        finally
        {
            formatter.Cleanup();
        }
    }

    // The failure is handed over, not thrown: nobody may be waiting any more.
    private async Task<Exception?> WriteAsync(byte[] bytes, int length)
    {
        try
        {
            await stream.WriteAsync(bytes.AsMemory(0, length), CancellationToken.None);
            return null;
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException)
        {
            return failure;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            _turn.Release();
        }
    }
}
