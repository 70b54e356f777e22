using System.Security.Cryptography;
using Moi.Daemon.Files;
using Moi.Daemon.Verbs;
using Moi.Protocol.Messages;
using Moi.Protocol.Transfer;
using Moi.Testing;

namespace Moi.Daemon.Tests.Files;

public sealed class FileReceptionTests : IDisposable
{
    private const int Block = BlockLayout.SmallestBlock;
    private const int Blocks = 3;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly byte[] _data = RandomNumberGenerator.GetBytes(Blocks * Block);
    private readonly List<Want> _said = [];
    private readonly PartBook _book;
    private readonly byte[] _list;
    private readonly FileManifest _manifest;

    public FileReceptionTests()
    {
        _book = new PartBook(_folder["book"], TimeProvider.System);
        _list = [.. _data.Chunk(Block).SelectMany(SHA256.HashData)];
        _manifest = new FileManifest
        {
            Name = "file",
            Size = _data.Length,
            BlockSize = Block,
            Mode = 0x1A4,
            Sha256 = Convert.ToHexString(SHA256.HashData(_data)).ToLowerInvariant(),
            ListSha256 = Convert.ToHexString(SHA256.HashData(_list)).ToLowerInvariant(),
        };
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Silence_of_the_sender_ends_it_and_the_part_goes_on_the_next_time()
    {
        BlockInbox inbox = new();
        using (PartFile part = PartFile.Open(_book, "key", _folder.Path, _data.Length))
        {
            inbox.Put(Message(0, 1));
            inbox.Put(Message(2, 2));
            Task<long> reception = Reception(part, inbox).RunAsync(CancellationToken.None);
            await Eventually.Holds(() =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return reception.IsCompleted;
            });

            VerbException silent = await Assert.ThrowsAsync<VerbException>(() => reception);
            Assert.Equal(FaultCode.SenderSilent, silent.Fault.Code);
        }

        Assert.Contains(_said, want => want.IsWaiting);
        BlockInbox second = new();
        using PartFile again = PartFile.Open(_book, "key", _folder.Path, _data.Length);
        second.Put(Message(0, 1));
        second.Put(Message(1, 2));
        second.Put(Message(3, 3));

        Assert.Equal(Block, await Reception(again, second).RunAsync(CancellationToken.None));
        Assert.True(again.Commit(_manifest, _folder["file"], CancellationToken.None));
        Assert.Equal(_data, File.ReadAllBytes(_folder["file"]));
        Assert.Null(_book.Find("key"));
    }

    [Fact]
    public async Task What_was_changed_in_the_part_meanwhile_is_asked_for_again()
    {
        using (PartFile part = PartFile.Open(_book, "key", _folder.Path, _data.Length))
        {
            part.Write(_data, 0);
            part.Write([1], 2 * Block);
        }

        BlockInbox inbox = new();
        using PartFile again = PartFile.Open(_book, "key", _folder.Path, _data.Length);
        inbox.Put(Message(0, 1));
        inbox.Put(Message(3, 2));

        Assert.Equal(2 * Block, await Reception(again, inbox).RunAsync(CancellationToken.None));
        Assert.True(again.Commit(_manifest, _folder["file"], CancellationToken.None));
    }

    [Fact]
    public async Task Cancelling_keeps_the_part()
    {
        using CancellationTokenSource cancel = new();
        using (PartFile part = PartFile.Open(_book, "key", _folder.Path, _data.Length))
        {
            Task<long> reception = Reception(part, new BlockInbox()).RunAsync(cancel.Token);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reception);
        }

        Assert.True(File.Exists(_book.Find("key")));
    }

    [Fact]
    public void An_inbox_holds_no_more_than_its_bound()
    {
        BlockInbox inbox = new();
        for (uint i = 1; i <= 20; i++)
        {
            inbox.Put(new BlockMessage(0, i, new byte[1024 * 1024]));
        }

        int held = 0;
        while (inbox.TryTake(out _))
        {
            held++;
        }

        Assert.Equal(6, held);
        inbox.Put(Message(0, 1));
        Assert.True(inbox.TryTake(out _));
    }

    private FileReception Reception(PartFile part, BlockInbox inbox) => new(
        _manifest,
        part,
        inbox,
        want =>
        {
            _said.Add(want);
            return Task.CompletedTask;
        },
        TimeSpan.FromMilliseconds(200),
        SenderOptions.UsualWindow,
        _clock);

    private BlockMessage Message(int block, uint sequence) =>
        new(block, sequence, block == 0 ? _list : _data.AsMemory((block - 1) * Block, Block));
}
