using System.Security.Cryptography;
using Moi.Protocol.Transfer;

namespace Moi.Protocol.Tests.Transfer;

/// <summary>A file in memory with its hash list, all of it following from its size and a seed.</summary>
internal sealed class SimulatedFile
{
    public SimulatedFile(int size, int seed = 1, int blockSize = BlockLayout.SmallestBlock)
    {
        Data = new byte[size];
        new Random(seed).NextBytes(Data);
        Layout = new BlockLayout(size, blockSize);
        List = [.. Enumerable.Range(Layout.ListBlocks, Layout.DataBlocks).SelectMany(block => SHA256.HashData(Data.AsSpan((int)Layout.OffsetOf(block), Layout.LengthOf(block))))];
        Manifest = new FileManifest
        {
            Name = "file",
            Size = size,
            BlockSize = blockSize,
            Mode = 0x1A4,
            Sha256 = Hex(Data),
            ListSha256 = Hex(List),
        };
    }

    public byte[] Data { get; }

    public byte[] List { get; }

    public BlockLayout Layout { get; }

    public FileManifest Manifest { get; }

    public BlockMessage Message(int block, uint sequence) => new(
        block, sequence, (Layout.IsOfList(block) ? List : Data).AsMemory((int)Layout.OffsetOf(block), Layout.LengthOf(block)));

    private static string Hex(byte[] data) => Convert.ToHexString(SHA256.HashData(data)).ToLowerInvariant();
}
