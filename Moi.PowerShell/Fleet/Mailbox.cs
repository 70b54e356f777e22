using System.Threading.Channels;

namespace Moi.PowerShell.Fleet;

/// <summary>What has been heard and not yet been looked at: the connection's reader puts words in, one inquiry takes them out.</summary>
internal sealed class Mailbox
{
    private readonly Channel<Word> _words = Channel.CreateUnbounded<Word>(new() { SingleReader = true });
    private Task<bool>? _waiting;

    public void Put(Word word) => _words.Writer.TryWrite(word);

    public bool TryTake(out Word word) => _words.Reader.TryRead(out word);

    /// <summary>Waits for a word, for <paramref name="other"/> to end, or for the time to pass; which of them is for the caller to see.</summary>
    public async Task WaitAsync(Task other, TimeSpan atMost, CancellationToken cancellationToken)
    {
        _waiting ??= _words.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        Task any = other.IsCompleted ? _waiting : Task.WhenAny(_waiting, other);
        await any.WaitAsync(atMost, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (_waiting.IsCompleted)
        {
            _waiting = null;
        }
    }
}
