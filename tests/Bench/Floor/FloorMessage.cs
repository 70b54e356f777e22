using System.Buffers.Binary;

namespace Moi.Bench.Floor;

/// <summary>What is asked of the floor's remotes: filled up to the length of the real request, and answered with so many bytes as the real reply has.</summary>
/// <param name="Verb">What to do.</param>
/// <param name="ReplyLength">How many bytes to answer with.</param>
/// <param name="FileLength">With <see cref="FloorVerb.Open"/>, the length of the file that follows.</param>
internal readonly record struct FloorMessage(FloorVerb Verb, int ReplyLength, long FileLength = 0)
{
    /// <summary>The topic of requests.</summary>
    public const string Ask = "floor/ask";

    /// <summary>The topic of blocks.</summary>
    public const string Block = "floor/block";

    /// <summary>The topic under which each answers.</summary>
    public const string Tell = "floor/tell/";

    /// <summary>The topic under which each says how much of a file it has.</summary>
    public const string Have = "floor/have/";

    private const int Length = 1 + sizeof(int) + sizeof(long);

    /// <summary>The bytes.</summary>
    public byte[] ToBytes(int length)
    {
        byte[] bytes = new byte[Math.Max(length, Length)];
        bytes[0] = (byte)Verb;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(1), ReplyLength);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1 + sizeof(int)), FileLength);
        return bytes;
    }

    /// <summary>Reads them.</summary>
    public static FloorMessage Read(ReadOnlySpan<byte> bytes) => new(
        (FloorVerb)bytes[0],
        BinaryPrimitives.ReadInt32LittleEndian(bytes[1..]),
        BinaryPrimitives.ReadInt64LittleEndian(bytes[(1 + sizeof(int))..]));
}

/// <summary>What the floor's remotes can do.</summary>
internal enum FloorVerb : byte
{
    /// <summary>Answer.</summary>
    Get,

    /// <summary>Run <c>hostname</c> below a shell, then answer.</summary>
    Run,

    /// <summary>Answer, take the blocks that follow, and answer once more when the file is on the disk.</summary>
    Open,
}
