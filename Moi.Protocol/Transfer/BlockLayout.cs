namespace Moi.Protocol.Transfer;

/// <summary>
/// How a file is cut into blocks. All blocks of a transfer are numbered in one row: first those of the hash list (the SHA-256
/// of each block of the file, 32 bytes each, one behind the other), then those of the file itself.
/// </summary>
public sealed class BlockLayout
{
    /// <summary>The length of a SHA-256, in bytes.</summary>
    public const int HashLength = 32;

    /// <summary>The smallest block, in bytes. Smaller ones drown a broker in messages.</summary>
    public const int SmallestBlock = 4 * 1024;

    /// <summary>The largest block, in bytes: with its header it fits into the packets that all sides take.</summary>
    public const int LargestBlock = 1024 * 1024;

    /// <summary>The block size that is taken where the file is not too large for it.</summary>
    public const int UsualBlock = 128 * 1024;

    /// <summary>How many blocks a file may have: the hash list is then 8 MiB long, and the largest file 256 GiB.</summary>
    public const int MostBlocks = 256 * 1024;

    private readonly long _size;

    /// <summary>Cuts a file.</summary>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="blockSize">The length of all blocks but the last.</param>
    /// <exception cref="ArgumentException">They are out of range; see <see cref="IsPossible"/>.</exception>
    public BlockLayout(long size, int blockSize)
    {
        if (!IsPossible(size, blockSize))
        {
            throw new ArgumentException($"A file of {size} bytes cannot be sent in blocks of {blockSize}.", nameof(blockSize));
        }

        _size = size;
        BlockSize = blockSize;
        DataBlocks = (int)Divide(size, blockSize);
        ListBlocks = (int)Divide((long)DataBlocks * HashLength, blockSize);
    }

    /// <summary>The length of all blocks but the last of the list and the last of the file.</summary>
    public int BlockSize { get; }

    /// <summary>How many blocks the hash list has.</summary>
    public int ListBlocks { get; }

    /// <summary>How many blocks the file has.</summary>
    public int DataBlocks { get; }

    /// <summary>How many blocks there are in all.</summary>
    public int Count => ListBlocks + DataBlocks;

    /// <summary>The length of the hash list, in bytes.</summary>
    public int ListLength => DataBlocks * HashLength;

    /// <summary>Whether a file of this size can be sent in blocks of this size.</summary>
    public static bool IsPossible(long size, int blockSize) =>
        size >= 0 && blockSize is >= SmallestBlock and <= LargestBlock && Divide(size, blockSize) <= MostBlocks;

    /// <summary>The block size to take for a file; too small for the file where that is larger than any that can be sent.</summary>
    /// <param name="size">The file's size in bytes.</param>
    /// <param name="largest">The largest block that fits into a packet of the broker.</param>
    public static int BlockSizeFor(long size, int largest = LargestBlock)
    {
        int blockSize = Math.Min(UsualBlock, largest);
        while (blockSize < largest && !IsPossible(size, blockSize))
        {
            blockSize = Math.Min(blockSize * 2, largest);
        }

        return blockSize;
    }

    /// <summary>Whether a block is one of the hash list.</summary>
    public bool IsOfList(int block) => block < ListBlocks;

    /// <summary>Where a block begins: in the hash list or in the file.</summary>
    public long OffsetOf(int block) => (long)(IsOfList(block) ? block : block - ListBlocks) * BlockSize;

    /// <summary>How many bytes a block has.</summary>
    public int LengthOf(int block) => (int)Math.Min(BlockSize, (IsOfList(block) ? ListLength : _size) - OffsetOf(block));

    private static long Divide(long bytes, int blockSize) => (bytes / blockSize) + (bytes % blockSize == 0 ? 0 : 1);
}
