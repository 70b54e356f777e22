using System.Text.Json;
using Moi.Daemon.Keys;

namespace Moi.Daemon.Journal;

/// <summary>
/// Sees to it that a request is carried out at most once, however often it is delivered and wherever a crash falls. A
/// request is known by its operator and id; the digest of its body tells a repeat from another request with that id.
/// </summary>
public sealed class RequestJournal
{
    private readonly StoreWriter _writer;
    private readonly TimeProvider _time;
    private readonly StoreLimits _limits;

    internal RequestJournal(StoreWriter writer, TimeProvider time, StoreLimits limits)
    {
        _writer = writer;
        _time = time;
        _limits = limits;
    }

    /// <summary>
    /// What is known of a request, without recording anything: to answer repeats before time and policy are looked at.
    /// New means only that it is not in the journal; <see cref="BeginAsync"/> decides. Never waits.
    /// </summary>
    public JournalAnswer Find(JournalRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Judge(_writer.State.Journal, request) ?? new JournalAnswer(JournalVerdict.New);
    }

    /// <summary>
    /// For a request that acts on the world. New is given once, when it is on disk that the request has begun; whoever
    /// gets it carries the request out and calls <see cref="CompleteAsync"/>.
    /// </summary>
    /// <exception cref="StoreException">
    /// It could not be recorded, or too many requests are running: don't begin.
    /// </exception>
    /// <exception cref="OperationCanceledException">Nothing was recorded: don't begin.</exception>
    public Task<JournalAnswer> BeginAsync(JournalRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _writer.ChangeAsync(
            state => JudgeNew(state.Journal, request) is { } known
                ? new Decision<JournalAnswer>(known)
                : new Decision<JournalAnswer>(
                    new JournalAnswer(JournalVerdict.New), new StoreRecord { Request = JournalEntry.Started(request) }),
            cancellation);
    }

    /// <summary>
    /// Records the result of a request that has begun, also of one that an earlier process began, and with it, in the
    /// same record, the keys it changed. Returns when both are on disk.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="result">
    /// What repeats are answered, from now on: at most <see cref="StoreLimits.MaxResultBytes"/>.
    /// </param>
    /// <param name="changes">Changes of keys; null for none.</param>
    /// <param name="cancellation">
    /// Cancels waiting; nothing was recorded then and the request still counts as running.
    /// </param>
    /// <exception cref="ArgumentException">The result is too large; nothing was recorded.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another result, or another request with this id, is recorded.
    /// </exception>
    /// <exception cref="KeyRejectedException">
    /// A change of keys breaks a rule; nothing was recorded. Complete again with a result that says so.
    /// </exception>
    /// <exception cref="StoreException">
    /// It could not be recorded. From now on repeats are answered <see cref="JournalVerdict.Unknown"/>; completing may
    /// be tried again.
    /// </exception>
    public async Task CompleteAsync(
        JournalRequest request,
        ReadOnlyMemory<byte> result,
        IReadOnlyList<KeyChange>? changes = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        byte[] kept = CheckSize(result);
        try
        {
            await _writer.ChangeAsync(state => DecideDone(state, request, kept, changes ?? []), cancellation);
        }
        catch (StoreException)
        {
            _writer.State.Journal.Entries.GetValueOrDefault(request.Key)?.StopRunning();
            throw;
        }
    }

    /// <summary>
    /// For a request that changes keys and nothing else: applies the changes and records the result in one record,
    /// once.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="changes">All are applied, in order, or none.</param>
    /// <param name="makeResult">
    /// Makes the result, also where the changes are rejected: that is an answer too, and repeats get the same. Called
    /// at most once, quick, without side effects.
    /// </param>
    /// <param name="cancellation">Cancels waiting; nothing was applied or recorded then.</param>
    /// <returns>New with the result just made, or what is known of the request.</returns>
    /// <exception cref="ArgumentException">The result is too large; nothing was applied or recorded.</exception>
    /// <exception cref="StoreException">It could not be written; nothing was applied or recorded.</exception>
    public Task<JournalAnswer> ApplyOnceAsync(
        JournalRequest request,
        IReadOnlyList<KeyChange> changes,
        Func<KeyOutcome, ReadOnlyMemory<byte>> makeResult,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(makeResult);
        return _writer.ChangeAsync(
            state => JudgeNew(state.Journal, request) is { } known
                ? new Decision<JournalAnswer>(known)
                : DecideOnce(state, request, changes, makeResult),
            cancellation);
    }

    private static JournalAnswer? Judge(JournalTable journal, JournalRequest request) =>
        journal.Entries.GetValueOrDefault(request.Key) switch
        {
            null => null,
            { } other when !other.Digest.AsSpan().SequenceEqual(request.Digest) => new(JournalVerdict.Conflict),
            { Result: { } result } => new(JournalVerdict.Repeat, result),
            { IsDone: true } => new(JournalVerdict.ResultDropped),
            { IsRunning: true } => new(JournalVerdict.Running),
            _ => new(JournalVerdict.Unknown),
        };

    private JournalAnswer? JudgeNew(JournalTable journal, JournalRequest request) => Judge(journal, request) switch
    {
        { } known => known,
        null when request.Until <= journal.Floor => new JournalAnswer(JournalVerdict.Unknown),
        null when journal.Entries.Count >= _limits.MaxRequests => throw new StoreException(
            $"{_limits.MaxRequests} requests are running, more are not recorded: wait for some to end."),
        null => null,
    };

    private Decision<bool> DecideDone(
        StoreState state, JournalRequest request, byte[] result, IReadOnlyList<KeyChange> changes)
    {
        if (state.Journal.Entries.TryGetValue(request.Key, out JournalEntry? entry)
            && (entry.IsDone || !entry.Digest.AsSpan().SequenceEqual(request.Digest)))
        {
            throw new InvalidOperationException(
                $"Request {request.Key.Id} of {request.Key.Operator} is recorded with a result, or with another body.");
        }

        return new Decision<bool>(true, Done(request, result, state.Keys.Difference(changes, _limits)));
    }

    private Decision<JournalAnswer> DecideOnce(
        StoreState state,
        JournalRequest request,
        IReadOnlyList<KeyChange> changes,
        Func<KeyOutcome, ReadOnlyMemory<byte>> makeResult)
    {
        IReadOnlyDictionary<string, JsonElement> difference = new Dictionary<string, JsonElement>();
        KeyRejectedException? rejection = null;
        try
        {
            difference = state.Keys.Difference(changes, _limits);
        }
        catch (KeyRejectedException e)
        {
            rejection = e;
        }

        KeyOutcome outcome = new(state.Keys.With(difference).Values, rejection);
        byte[] result = CheckSize(makeResult(outcome));
        return new Decision<JournalAnswer>(
            new JournalAnswer(JournalVerdict.New, result), Done(request, result, difference));
    }

    private StoreRecord Done(
        JournalRequest request, byte[] result, IReadOnlyDictionary<string, JsonElement> difference)
    {
        long keep = (_time.GetUtcNow() + _limits.ResultRetention).ToUnixTimeMilliseconds();
        return new StoreRecord
        {
            Request = JournalEntry.Done(request.Key, request.Digest, request.Until, keep, result),
            Keys = difference,
        };
    }

    private byte[] CheckSize(ReadOnlyMemory<byte> result) => result.Length <= _limits.MaxResultBytes
        ? result.ToArray()
        : throw new ArgumentException(
            $"A result of {result.Length} bytes is more than the {_limits.MaxResultBytes} the journal takes: keep it "
            + "elsewhere and record where it is.",
            nameof(result));
}
