using System.Threading.Channels;

namespace Moi.PowerShell.Fleet.Files;

/// <summary>The mailbox of one transfer: what receivers say they lack, and who of them has answered.</summary>
/// <param name="isMeant">Whether the remote with an id is one of the receivers; what others say counts for nothing.</param>
internal sealed class TransferLine(Func<string, bool> isMeant)
{
    /// <summary>More than a large fleet says between two looks; what is dropped is said again.</summary>
    private const long Capacity = 32 * 1024 * 1024;

    /// <summary>What a word takes beside its bytes, about.</summary>
    private const int Overhead = 200;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Channel<Word> _words = Channel.CreateUnbounded<Word>(new() { SingleReader = true, AllowSynchronousContinuations = false });
    private long _held;

    /// <summary>A receiver says what it lacks.</summary>
    public void Put(string id, ReadOnlyMemory<byte> want)
    {
        if (!isMeant(id))
        {
            return;
        }

        Word word = new(id, want);
        if (Interlocked.Add(ref _held, SizeOf(word)) > Capacity)
        {
            Interlocked.Add(ref _held, -SizeOf(word));
            return;
        }

        _words.Writer.TryWrite(word);
    }

    /// <summary>A receiver has answered, or is given up.</summary>
    public void Leave(string id) => _words.Writer.TryWrite(new Word(id, null));

    /// <summary>Wakes whoever waits: the connection was made again.</summary>
    public void Wake() => _words.Writer.TryWrite(default);

    /// <summary>Takes a word out.</summary>
    public bool TryTake(out Word word)
    {
        if (!_words.Reader.TryRead(out word))
        {
            return false;
        }

        Interlocked.Add(ref _held, -SizeOf(word));
        return true;
    }

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

    /// <summary>Only what receivers say is bounded: an answer is heard once from each.</summary>
    private static int SizeOf(Word word) => word.Want is { } want ? want.Length + Overhead : 0;

    /// <summary>One thing said.</summary>
    /// <param name="Id">By whom; null for a mere wake-up.</param>
    /// <param name="Want">What it lacks; null where it has answered.</param>
    internal readonly record struct Word(string? Id, ReadOnlyMemory<byte>? Want);
}
