using System.Threading.Channels;

namespace Moi.PowerShell.Fleet.Files;

/// <summary>The mailbox of one transfer: what receivers say they lack, and who of them has answered.</summary>
internal sealed class TransferLine
{
    /// <summary>More than a large fleet says between two looks; what is dropped is said again.</summary>
    private const int MostWords = 50_000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Channel<Word> _words = Channel.CreateUnbounded<Word>(new() { SingleReader = true, AllowSynchronousContinuations = false });

    /// <summary>A receiver says what it lacks.</summary>
    public void Put(string id, ReadOnlyMemory<byte> want)
    {
        if (!_words.Reader.CanCount || _words.Reader.Count < MostWords)
        {
            _words.Writer.TryWrite(new Word(id, want));
        }
    }

    /// <summary>A receiver has answered, or is given up.</summary>
    public void Leave(string id) => _words.Writer.TryWrite(new Word(id, null));

    /// <summary>Wakes whoever waits: the connection was made again.</summary>
    public void Wake() => _words.Writer.TryWrite(default);

    public bool TryTake(out Word word) => _words.Reader.TryRead(out word);

    /// <summary>Waits for a word, or for the time to pass.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (atMost <= TimeSpan.Zero)
        {
            return;
        }

        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(atMost < LongestWait ? atMost : LongestWait);
        try
        {
            await _words.Reader.WaitToReadAsync(bound.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time has passed.
        }
    }

    /// <summary>One thing said.</summary>
    /// <param name="Id">By whom; null for a mere wake-up.</param>
    /// <param name="Want">What it lacks; null where it has answered.</param>
    internal readonly record struct Word(string? Id, ReadOnlyMemory<byte>? Want);
}
