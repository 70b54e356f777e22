using System.Buffers.Binary;

namespace Moi.Protocol.Transfer;

/// <summary>
/// One block on its way: three numbers of four bytes each, the most significant byte first (the block, the sequence, the
/// length of the data), then the data.
/// </summary>
/// <param name="Block">Which block; see <see cref="BlockLayout"/>.</param>
/// <param name="Sequence">How many messages this sender has sent in this transfer, this one included. What a receiver has
/// heard tells the sender what was lost on the way.</param>
/// <param name="Data">The data.</param>
public readonly record struct BlockMessage(int Block, uint Sequence, ReadOnlyMemory<byte> Data)
{
    /// <summary>The length of what stands before the data.</summary>
    public const int HeaderLength = 12;

    /// <summary>Writes the header of a message whose data stand behind it already.</summary>
    /// <param name="message">Room for the header, and the data.</param>
    /// <param name="block">Which block.</param>
    /// <param name="sequence">Its sequence.</param>
    public static void WriteHeader(Span<byte> message, int block, uint sequence)
    {
        BinaryPrimitives.WriteInt32BigEndian(message, block);
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], sequence);
        BinaryPrimitives.WriteInt32BigEndian(message[8..], message.Length - HeaderLength);
    }

    /// <summary>Reads a message.</summary>
    /// <returns>Whether it is one; the block's number may still be that of no block.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> payload, out BlockMessage message)
    {
        message = default;
        if (payload.Length <= HeaderLength
            || BinaryPrimitives.ReadInt32BigEndian(payload.Span[8..]) != payload.Length - HeaderLength)
        {
            return false;
        }

        message = new BlockMessage(
            BinaryPrimitives.ReadInt32BigEndian(payload.Span),
            BinaryPrimitives.ReadUInt32BigEndian(payload.Span[4..]),
            payload[HeaderLength..]);
        return true;
    }
}
