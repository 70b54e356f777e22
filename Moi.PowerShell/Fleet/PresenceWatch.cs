using System.Threading.Channels;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Fleet;

/// <summary>
/// Follows everyone's presence from now on. Who takes too slowly misses the oldest news, which is counted: a watch costs no
/// more memory than that.
/// </summary>
internal sealed class PresenceWatch : IDisposable
{
    private const int Limit = 10_000;

    private readonly PresenceBook _book;
    private readonly Channel<PresenceChange> _changes;
    private int _missed;

    public PresenceWatch(PresenceBook book)
    {
        _book = book;
        _changes = Channel.CreateBounded<PresenceChange>(
            new BoundedChannelOptions(Limit) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _missed));
        book.Changed += Put;
    }

    /// <summary>Waits for the next change.</summary>
    public ValueTask<PresenceChange> TakeAsync(CancellationToken cancellationToken) => _changes.Reader.ReadAsync(cancellationToken);

    /// <summary>How many changes were missed since this was asked last.</summary>
    public int TakeMissed() => Interlocked.Exchange(ref _missed, 0);

    public void Dispose() => _book.Changed -= Put;

    private void Put(PresenceChange change) => _changes.Writer.TryWrite(change);
}
