using System.Threading.Channels;

namespace Moi.Daemon.Files;

/// <summary>What the receiver of a file said that it lacks, and was not looked at yet; the oldest makes way for the newest.</summary>
internal sealed class WantInbox
{
    private const int Kept = 16;

    private readonly Channel<ReadOnlyMemory<byte>> _wants = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Puts a message in.</summary>
    public void Put(ReadOnlyMemory<byte> want) => _wants.Writer.TryWrite(want);

    /// <summary>Takes a message out.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> want) => _wants.Reader.TryRead(out want);

    /// <summary>Waits until there is a message, or the time has passed.</summary>
    public Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken) =>
        _wants.Reader.WaitAsync(atMost, time, cancellationToken);
}
