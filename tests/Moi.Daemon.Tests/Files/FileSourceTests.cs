using System.Runtime.Versioning;
using System.Security.Cryptography;
using Moi.Daemon.Files;
using Moi.Protocol.Transfer;
using Moi.Testing;

namespace Moi.Daemon.Tests.Files;

[SupportedOSPlatform("linux")]
public sealed class FileSourceTests : IDisposable
{
    private const int Block = BlockLayout.SmallestBlock;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(Block, 1)]
    [InlineData(Block + 1, 2)]
    public void Its_blocks_put_together_are_the_file(int size, int blocks)
    {
        string path = Write(size);
        using FileSource source = Open(path);

        List<byte> data = [];
        for (int block = source.Layout.ListBlocks; block < source.Layout.Count; block++)
        {
            data.AddRange(source.MessageOf(block, 1).AsSpan(BlockMessage.HeaderLength));
        }

        Assert.Equal(blocks, source.Layout.DataBlocks);
        Assert.Equal(File.ReadAllBytes(path), data);
        Assert.Equal(Convert.ToHexString(SHA256.HashData([.. data])).ToLowerInvariant(), source.Manifest.Sha256);
        Assert.Null(source.Manifest.FindProblem());
    }

    [Fact]
    public void A_block_that_was_changed_is_never_sent()
    {
        string path = Write(3 * Block);
        using FileSource source = Open(path);
        Patch(path, Block + 5);

        source.MessageOf(1, 1);
        Assert.Throws<FileChangedException>(() => source.MessageOf(2, 2));
    }

    [Fact]
    public void A_file_that_was_cut_short_is_changed()
    {
        string path = Write(3 * Block);
        using FileSource source = Open(path);
        using (FileStream cut = new(path, FileMode.Open))
        {
            cut.SetLength(Block);
        }

        Assert.Throws<FileChangedException>(() => source.MessageOf(3, 1));
    }

    [Fact]
    public void A_file_that_was_replaced_is_sent_as_it_was()
    {
        string path = Write(Block);
        byte[] before = File.ReadAllBytes(path);
        using FileSource source = Open(path);
        File.Move(Write(Block, seed: 2, name: "new"), path, overwrite: true);

        Assert.Equal(before, source.MessageOf(1, 1).AsSpan(BlockMessage.HeaderLength));
    }

    [Fact]
    public async Task A_pipe_is_not_waited_for()
    {
        using (System.Diagnostics.Process made = System.Diagnostics.Process.Start("mkfifo", [_folder["pipe"]]))
        {
            await made.WaitForExitAsync();
        }

        Assert.Throws<IOException>(() => Open(_folder["pipe"]));
        Assert.Throws<IOException>(() => Open("/dev/zero"));
        Assert.Throws<IOException>(() => Open("/proc/self/status"));
        Assert.Throws<IOException>(() => Open(_folder.Path));
    }

    private static FileSource Open(string path) => FileSource.Open(path, mode: null, Block, CancellationToken.None);

    private static void Patch(string path, long offset)
    {
        using FileStream stream = new(path, FileMode.Open);
        stream.Position = offset;
        int old = stream.ReadByte();
        stream.Position = offset;
        stream.WriteByte((byte)(old ^ 1));
    }

    private string Write(int size, int seed = 1, string name = "file")
    {
        byte[] data = new byte[size];
        new Random(seed).NextBytes(data);
        File.WriteAllBytes(_folder[name], data);
        return _folder[name];
    }
}
