using System.Threading.Channels;
using Moi.Daemon.Keys.Log;

namespace Moi.Daemon.Keys;

/// <summary>
/// The only one who changes a store. Takes changes in order of arrival, decides each on the outcome of those before it,
/// and puts all that are waiting into one line and one flush. Others see a change, and its answer, only when it is on
/// disk.
/// </summary>
internal sealed class StoreWriter : IAsyncDisposable
{
    /// <summary>Changes in one line at most; as many may wait, then callers wait.</summary>
    public const int MaxBatch = 256;

    private const int EnoughBytes = 1024 * 1024;

    private readonly Channel<PendingChange> _queue = Channel.CreateBounded<PendingChange>(
        new BoundedChannelOptions(MaxBatch) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly RecordLog _log;
    private readonly TimeProvider _time;
    private readonly StoreLimits _limits;
    private readonly List<PendingChange> _batch = [];
    private readonly Task _loop;
    private StoreState _state;

    public StoreWriter(RecordLog log, StoreState state, TimeProvider time, StoreLimits limits)
    {
        _log = log;
        _state = state;
        _time = time;
        _limits = limits;
        _loop = Task.Run(WriteAsync);
    }

    /// <summary>What is on disk. Reading it takes no lock and is never held up.</summary>
    public StoreState State => Volatile.Read(ref _state);

    /// <summary>Asks for a change and waits until it is on disk.</summary>
    /// <param name="decide">
    /// Called by the writer, once, with the state to decide on; quick and without side effects.
    /// </param>
    /// <param name="cancellation">Cancelled means not done: a change the writer has begun is waited for.</param>
    /// <exception cref="StoreException">It could not be written, and nothing has changed.</exception>
    public async Task<T> ChangeAsync<T>(Func<StoreState, Decision<T>> decide, CancellationToken cancellation)
    {
        PendingChange<T> change = new(decide);
        try
        {
            await _queue.Writer.WriteAsync(change, cancellation);
        }
        catch (ChannelClosedException)
        {
            throw Closed();
        }

        using (cancellation.UnsafeRegister(static (c, token) => ((PendingChange)c!).Cancel(token), change))
        {
            return await change.Answer;
        }
    }

    /// <summary>Writes what is waiting and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        try
        {
            await _loop;
        }
        finally
        {
            _log.Dispose();
        }
    }

    private static ObjectDisposedException Closed() => new(nameof(Store));

    private async Task WriteAsync()
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync())
            {
                Commit();
                _batch.Clear();
            }
        }
        finally
        {
            // Whatever ended the loop, nobody is left waiting.
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out PendingChange? left))
            {
                _batch.Add(left);
            }

            _batch.ForEach(change => change.Fail(Closed()));
        }
    }

    private void Commit()
    {
        using RecordBatch records = new();
        StoreState next = DecideAll(records);
        try
        {
            if (records.Count > 0)
            {
                _log.Append(records.Finish());
            }
        }
        catch (StoreException e)
        {
            _batch.ForEach(change => change.Fail(e));
            return;
        }

        Volatile.Write(ref _state, next);
        _batch.ForEach(change => change.Settle());
        if (_log.WantsRewrite)
        {
            _log.Rewrite(next.Snapshot().Select(RecordFormat.Encode));
        }
    }

    private StoreState DecideAll(RecordBatch records)
    {
        StoreState next = _state;
        while (_batch.Count < MaxBatch
            && records.Length < EnoughBytes
            && _queue.Reader.TryRead(out PendingChange? change))
        {
            if (!change.TryTake())
            {
                continue;
            }

            _batch.Add(change);
            if (change.Decide(next) is { } record)
            {
                records.Add(record);
                next = next.With(record);
                next = next with { Journal = next.Journal.Tidied(_time.GetUtcNow(), _limits) };
            }
        }

        return next;
    }
}
