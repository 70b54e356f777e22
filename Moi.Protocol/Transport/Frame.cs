namespace Moi.Protocol.Transport;

/// <summary>One MQTT control packet as it lies in the stream.</summary>
/// <param name="Header">The first byte: type and flags. 0 stands for the end of the stream.</param>
/// <param name="Body">What follows the length; valid until the next packet is read. Of an oversized packet only the
/// beginning.</param>
/// <param name="Length">The size of the whole packet in bytes.</param>
/// <param name="Oversized">Whether the packet is larger than is taken; its rest is skipped.</param>
internal readonly record struct Frame(byte Header, ArraySegment<byte> Body, long Length, bool Oversized)
{
    /// <summary>The end of the stream.</summary>
    public static Frame End { get; } = new(0, ArraySegment<byte>.Empty, 0, false);

    /// <summary>Whether this is the end of the stream.</summary>
    public bool IsEnd => Header == 0;
}
