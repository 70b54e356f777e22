using System.Threading.Channels;
using Moi.Protocol.Transfer;

namespace Moi.Daemon.Files;

/// <summary>
/// The blocks of one transfer that came and were not taken in yet. It holds no more than a sender keeps on the way; what comes
/// when it is full is dropped, and asked for again.
/// </summary>
internal sealed class BlockInbox
{
    private const long Capacity = 6 * 1024 * 1024;

    private readonly Channel<BlockMessage> _messages = Channel.CreateUnbounded<BlockMessage>(new() { SingleReader = true });
    private long _held;

    /// <summary>Puts a block in, or drops it.</summary>
    public void Put(in BlockMessage message)
    {
        if (Interlocked.Add(ref _held, message.Data.Length) > Capacity)
        {
            Interlocked.Add(ref _held, -message.Data.Length);
            return;
        }

        _messages.Writer.TryWrite(message);
    }

    /// <summary>Takes a block out.</summary>
    public bool TryTake(out BlockMessage message)
    {
        if (!_messages.Reader.TryRead(out message))
        {
            return false;
        }

        Interlocked.Add(ref _held, -message.Data.Length);
        return true;
    }

    /// <summary>Waits until there is a block, or the time has passed.</summary>
    public Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken) =>
        _messages.Reader.WaitAsync(atMost, time, cancellationToken);
}
