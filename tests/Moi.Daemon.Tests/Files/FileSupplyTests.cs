using Moi.Daemon.Files;
using Moi.Daemon.Verbs;
using Moi.Protocol.Messages;
using Moi.Protocol.Transfer;
using Moi.Testing;

namespace Moi.Daemon.Tests.Files;

public sealed class FileSupplyTests : IDisposable
{
    private const int Block = BlockLayout.SmallestBlock;
    private const int Window = 8 * Block;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly WantInbox _wants = new();
    private readonly List<BlockMessage> _sent = [];
    private readonly FileSource _source;
    private readonly FileReceiver _receiver;

    public FileSupplyTests()
    {
        byte[] data = new byte[100 * Block];
        new Random(1).NextBytes(data);
        File.WriteAllBytes(_folder["file"], data);
        _source = FileSource.Open(_folder["file"], mode: null, Block, CancellationToken.None);
        _receiver = new FileReceiver(_source.Manifest, life: 1);
    }

    public void Dispose()
    {
        _source.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task No_more_than_the_window_is_on_the_way()
    {
        Say();
        Task supplying = Supply().RunAsync(CancellationToken.None);
        int taken = 0;
        while (!_receiver.IsComplete)
        {
            await Eventually.Holds(() => Count() > taken);
            await Task.Yield();
            lock (_sent)
            {
                Assert.InRange(_sent.Skip(taken).Sum(message => message.Data.Length), 1, Window);
                for (; taken < _sent.Count; taken++)
                {
                    _receiver.Take(_sent[taken]);
                }
            }

            Say();
        }

        await supplying.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(_source.Layout.Count, Count());
    }

    [Fact]
    public async Task A_receiver_that_never_says_a_word_is_given_up_and_gets_nothing()
    {
        Task supplying = Supply().RunAsync(CancellationToken.None);
        await Eventually.Holds(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            return supplying.IsCompleted;
        });

        Assert.Equal(FaultCode.ReceiverSilent, (await Assert.ThrowsAsync<VerbException>(() => supplying)).Fault.Code);
        Assert.Empty(_sent);
    }

    [Fact]
    public async Task What_is_no_report_is_passed_over()
    {
        _wants.Put(new byte[] { 1, 2, 3 });
        _wants.Put(ReadOnlyMemory<byte>.Empty);
        Task supplying = Supply().RunAsync(CancellationToken.None);
        Say();
        await Eventually.Holds(() => Count() > 0);

        _wants.Put((_receiver.Report(false) with { End = _source.Layout.Count, Ranges = [] }).ToBytes());
        await supplying.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private int Count()
    {
        lock (_sent)
        {
            return _sent.Count;
        }
    }

    private void Say() => _wants.Put(_receiver.Report(isWaiting: false).ToBytes());

    private FileSupply Supply() => new(
        _source,
        _wants,
        (message, _) =>
        {
            Assert.True(BlockMessage.TryRead(message, out BlockMessage block));
            lock (_sent)
            {
                _sent.Add(block);
            }

            return Task.CompletedTask;
        },
        Window,
        _clock);
}
