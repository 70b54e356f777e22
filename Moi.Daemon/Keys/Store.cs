using Microsoft.Extensions.Logging;
using Moi.Daemon.Journal;
using Moi.Daemon.Keys.Log;

namespace Moi.Daemon.Keys;

/// <summary>
/// What a remote must not forget: who it is, its keys, and which requests it has carried out. All of it stands in one
/// append-only file, <c>store.log</c>, so that a key and the journal entry it belongs to change together. A task
/// returned here completes when its change is on disk. All members may be used from several threads.
/// </summary>
public sealed class Store : IAsyncDisposable
{
    private readonly IStorage _storage;
    private readonly StoreWriter _writer;

    private Store(IStorage storage, RecordLog log, StoreState state, TimeProvider time, StoreLimits limits)
    {
        StoreIdentity identity = state.Identity!;
        _storage = storage;
        _writer = new StoreWriter(log, state, time, limits);
        Incarnation = identity.Incarnation;
        GeneratedId = identity.GeneratedId;
        Keys = new KeyStore(_writer, limits);
        Journal = new RequestJournal(_writer, time, limits);
    }

    /// <summary>
    /// Made with the store. Another value means that the store, and with it the count of epochs, is another.
    /// </summary>
    public Guid Incarnation { get; }

    /// <summary>A random id made with the store, for a remote that has none configured: 16 of a-z and 2-9.</summary>
    public string GeneratedId { get; }

    /// <summary>The last epoch that was counted; see <see cref="NextEpochAsync"/>.</summary>
    public long Epoch => _writer.State.Identity!.Epoch;

    /// <summary>The keys.</summary>
    public KeyStore Keys { get; }

    /// <summary>The journal of requests.</summary>
    public RequestJournal Journal { get; }

    /// <summary>
    /// Opens the store in a folder, which is made (0700) where it is missing, and holds it until disposed.
    /// </summary>
    /// <param name="directory">The folder; one store a folder, one process a store.</param>
    /// <param name="logger">Told of damage, of unfinished writes and of what could not be tidied up.</param>
    /// <param name="time">For the age of journal entries; the system's clock by default.</param>
    /// <param name="limits">What the store may grow to.</param>
    /// <exception cref="StoreException">Another process holds it, or it can't be read or made.</exception>
    public static Store Open(string directory, ILogger logger, TimeProvider? time = null, StoreLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(logger);
        return Open(DiskStorage.Claim(directory), logger, time ?? TimeProvider.System, limits ?? new StoreLimits());
    }

    /// <summary>Opens a store on a storage, which it disposes in the end, also when opening fails.</summary>
    internal static Store Open(IStorage storage, ILogger logger, TimeProvider time, StoreLimits limits)
    {
        RecordLog? log = null;
        try
        {
            log = RecordLog.Open(storage, limits.CompactFromBytes, logger, out LogScan scan);
            StoreState state = StoreReplay.Run(scan, storage.Location, logger, out int lostLines);
            state = state with { Journal = state.Journal.Tidied(time.GetUtcNow(), limits) };
            state = state with { Identity = Identify(state, lostLines, log, storage.Location, logger) };
            Shorten(log, state, scan.Damaged.Count > 0);
            return new Store(storage, log, state, time, limits);
        }
        catch (Exception e)
        {
            log?.Dispose();
            storage.Dispose();
            if (e is IOException or UnauthorizedAccessException)
            {
                throw new StoreException($"The store in {storage.Location} can't be opened: {e.Message}", e);
            }

            throw;
        }
    }

    /// <summary>
    /// The next number of this store's count of connects: greater than any given before, also before a crash.
    /// </summary>
    /// <exception cref="StoreException">It could not be written; connect later.</exception>
    public Task<long> NextEpochAsync(CancellationToken cancellation = default) => _writer.ChangeAsync(
        state =>
        {
            StoreIdentity next = state.Identity! with { Epoch = state.Identity.Epoch + 1 };
            return new Decision<long>(next.Epoch, new StoreRecord { Identity = next });
        },
        cancellation);

    /// <summary>Waits for the changes under way, then closes the store and gives its folder free.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _writer.DisposeAsync();
        }
        finally
        {
            _storage.Dispose();
        }
    }

    private static StoreIdentity Identify(
        StoreState state, int lostLines, RecordLog log, string location, ILogger logger)
    {
        if (state.Identity is { } known)
        {
            return lostLines == 0 ? known : SkipEpochs(known, lostLines, log, location, logger);
        }

        StoreIdentity made = StoreIdentity.Make();
        Write(log, made);
        if (lostLines == 0 && state.Keys.Values.IsEmpty && state.Journal.Entries.IsEmpty)
        {
            logger.StoreMade(location, made.GeneratedId);
        }
        else
        {
            logger.IdentityLost(location, made.GeneratedId);
        }

        return made;
    }

    /// <summary>
    /// A line that is lost may have held as many epochs as a line can; none of them may be given again.
    /// </summary>
    private static StoreIdentity SkipEpochs(
        StoreIdentity known, int lostLines, RecordLog log, string location, ILogger logger)
    {
        StoreIdentity skipped = known with { Epoch = known.Epoch + ((long)lostLines * StoreWriter.MaxBatch) };
        try
        {
            Write(log, skipped);
        }
        catch (StoreException e)
        {
            // A full disk is no reason to stay down: the next epoch that is given is written first.
            logger.AttemptFailed("skip lost epochs", location, e.Message);
        }

        return skipped;
    }

    private static void Write(RecordLog log, StoreIdentity identity) =>
        log.Append(RecordFormat.Encode(new StoreRecord { Identity = identity }).Span);

    /// <summary>Rewrites a log that is damaged, so that it is complained of once, or one that is mostly dead.</summary>
    private static void Shorten(RecordLog log, StoreState state, bool isDamaged)
    {
        if (!isDamaged && !log.WantsRewrite)
        {
            return;
        }

        ReadOnlyMemory<byte>[] live = [.. state.Snapshot().Select(RecordFormat.Encode)];
        log.LiveLengthIs(live.Sum(record => (long)LogLine.Length(record)));
        if (isDamaged || log.WantsRewrite)
        {
            log.Rewrite(live);
        }
    }
}
