using System.Buffers.Binary;

namespace Moi.Protocol.Transfer;

/// <summary>
/// What a receiver lacks, and how far it has come. On the wire: a version (1), a byte that is 1 where it waits, three numbers
/// of four bytes (life, number, heard) and one of eight (have), the most significant byte first; then, as numbers of seven bits
/// a byte, the lowest first, the end, and for each range how far it begins behind the one before and how long it is.
/// </summary>
public sealed record Want
{
    /// <summary>How many ranges one message may tell of; the rest follows when these are filled.</summary>
    public const int MostRanges = 500;

    private const byte Version = 1;
    private const int FixedLength = 22;
    private const int LongestNumber = 5;

    /// <summary>Tells one run of a receiver from the next: what it lacks is then told anew.</summary>
    public required uint Life { get; init; }

    /// <summary>Counts up with each message of a life, from 1: an older one that comes later counts for nothing.</summary>
    public required uint Number { get; init; }

    /// <summary>The highest <see cref="BlockMessage.Sequence"/> it has heard; 0 for none.</summary>
    public required uint Heard { get; init; }

    /// <summary>How many bytes of the file it holds.</summary>
    public required long Have { get; init; }

    /// <summary>Whether it has heard nothing for a while: what is on the way to it is probably lost.</summary>
    public required bool IsWaiting { get; init; }

    /// <summary>Up to here, not including it, the ranges tell all that is lacking; nothing is said of what is behind.</summary>
    public required int End { get; init; }

    /// <summary>What it lacks, in order.</summary>
    public required IReadOnlyList<BlockRange> Ranges { get; init; }

    /// <summary>The message.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[FixedLength + (LongestNumber * (1 + (2 * Ranges.Count)))];
        bytes[0] = Version;
        bytes[1] = IsWaiting ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(2), Life);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(6), Number);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(10), Heard);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(14), Have);
        int length = Write(bytes, FixedLength, End);
        int before = 0;
        foreach (BlockRange range in Ranges)
        {
            length = Write(bytes, length, range.From - before);
            length = Write(bytes, length, range.To - range.From);
            before = range.To;
        }

        return bytes.AsSpan(0, length).ToArray();
    }

    /// <summary>Reads a message.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="blocks">How many blocks there are.</param>
    /// <returns>What it says; null where it is none, or tells of blocks that do not exist.</returns>
    public static Want? Read(ReadOnlySpan<byte> bytes, int blocks)
    {
        if (bytes.Length <= FixedLength || bytes[0] != Version || bytes[1] > 1)
        {
            return null;
        }

        ReadOnlySpan<byte> rest = bytes[FixedLength..];
        if (!TryTake(ref rest, blocks, out int end))
        {
            return null;
        }

        List<BlockRange> ranges = [];
        int before = 0;
        while (!rest.IsEmpty)
        {
            if (ranges.Count == MostRanges
                || !TryTake(ref rest, end - before, out int gap)
                || !TryTake(ref rest, end - before - gap, out int length)
                || length == 0)
            {
                return null;
            }

            ranges.Add(new BlockRange(before + gap, before + gap + length));
            before += gap + length;
        }

        return new Want
        {
            Life = BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]),
            Number = BinaryPrimitives.ReadUInt32BigEndian(bytes[6..]),
            Heard = BinaryPrimitives.ReadUInt32BigEndian(bytes[10..]),
            Have = BinaryPrimitives.ReadInt64BigEndian(bytes[14..]),
            IsWaiting = bytes[1] == 1,
            End = end,
            Ranges = ranges,
        };
    }

    private static int Write(Span<byte> bytes, int at, int number)
    {
        for (; number > 0x7F; number >>= 7)
        {
            bytes[at++] = (byte)(number | 0x80);
        }

        bytes[at++] = (byte)number;
        return at;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> bytes, int atMost, out int number)
    {
        long value = 0;
        number = 0;
        for (int i = 0; i < Math.Min(bytes.Length, LongestNumber); i++)
        {
            value |= (long)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] <= 0x7F)
            {
                bytes = bytes[(i + 1)..];
                number = value <= atMost ? (int)value : 0;
                return value <= atMost;
            }
        }

        return false;
    }
}
