using System.Text.Json;
using Microsoft.Extensions.Logging;
using Moi.Daemon.Journal;
using Moi.Daemon.Keys;
using Moi.Daemon.Trust;
using Moi.Daemon.Verbs;
using Moi.Protocol.Messages;
using Moi.Protocol.Transport;

namespace Moi.Daemon.Requests;

/// <summary>Carries out requests that were admitted, at most once each, and answers them.</summary>
internal sealed partial class Execution
{
    /// <summary>What is quoted in a message may be as long as a request; the journal keeps messages.</summary>
    private const int LongestMessage = 1000;

    private readonly IReadOnlyDictionary<string, IVerb> _verbs;
    private readonly RequestJournal _journal;
    private readonly OpenRequests _open;
    private readonly RecentSuccesses _successes;
    private readonly ReplyWriter _replies;
    private readonly Audit _audit;
    private readonly DiskReserve _reserve;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;

    public Execution(
        IReadOnlyDictionary<string, IVerb> verbs,
        RequestJournal journal,
        OpenRequests open,
        RecentSuccesses successes,
        ReplyWriter replies,
        Audit audit,
        DiskReserve reserve,
        ILogger logger,
        TimeProvider time)
    {
        _verbs = verbs;
        _journal = journal;
        _open = open;
        _successes = successes;
        _replies = replies;
        _audit = audit;
        _reserve = reserve;
        _logger = logger;
        _time = time;
    }

    /// <summary>Does what is to be done with a request.</summary>
    public Task HandleAsync(Admission.Answered admission, CancellationToken stopping) => admission switch
    {
        Admission.Accepted accepted => CarryOutAsync(accepted, stopping),
        Admission.Known { IsTakenUp: true } cut => CarryOutAsync(new Admission.Accepted(cut.Request, cut.Entry), stopping),
        Admission.Known known => RepeatAsync(known.Request, known.Answer, stopping),
        Admission.Rejected rejected => SayAsync(rejected.Request, rejected.Kind, rejected.Fault, stopping, rejected.Value),
        _ => Task.CompletedTask,
    };

    /// <summary>Answers that too much is waiting here.</summary>
    public Task SayBusyAsync(Request request, CancellationToken stopping) => SayAsync(
        request, ReplyKind.Refused, new Fault(FaultCode.Busy, "Too many requests are waiting on this remote; ask again later."), stopping);

    private async Task CarryOutAsync(Admission.Accepted accepted, CancellationToken stopping)
    {
        Request request = accepted.Request;
        if (!_verbs.TryGetValue(request.Verb, out IVerb? verb))
        {
            await SayAsync(request, ReplyKind.Refused, new Fault(
                FaultCode.UnknownVerb, $"This remote's moid {DaemonVersion.Text} has no verb '{request.Verb}'; update it."), stopping).ConfigureAwait(false);
            return;
        }

        if (verb is IKeyVerb or IActingVerb)
        {
            _reserve.Ease();
        }

        try
        {
            await (verb switch
            {
                IReadingVerb reading => ReadAsync(request, reading, stopping),
                IKeyVerb changing => ChangeKeysAsync(accepted, changing, stopping),
                IActingVerb acting => ActAsync(accepted, acting, stopping),
                IWaitingVerb waiting => WaitAsync(request, waiting, stopping),
                _ => throw new InvalidOperationException($"The verb '{verb.Name}' is of no known kind."),
            }).ConfigureAwait(false);
        }
        catch (StoreException e)
        {
            LogStore(_logger, request.Id, e.Message);
            await SayAsync(request, ReplyKind.Refused, new Fault(FaultCode.Failed, e.Message), stopping).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(Request request, IReadingVerb verb, CancellationToken stopping)
    {
        Reply reply;
        try
        {
            reply = _replies.Make(request, ReplyKind.Done) with { Value = await verb.ReadAsync(request, stopping).ConfigureAwait(false) };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            reply = _replies.Make(request, ReplyKind.Done) with { Error = FaultOf(request, e) };
        }

        await FinishAsync(request, reply, stopping).ConfigureAwait(false);
    }

    private async Task ChangeKeysAsync(Admission.Accepted accepted, IKeyVerb verb, CancellationToken stopping)
    {
        Request request = accepted.Request;
        Reply done = _replies.Make(request, ReplyKind.Done);
        IReadOnlyList<KeyChange> changes;
        try
        {
            changes = verb.ChangesOf(request);
        }
        catch (Exception e)
        {
            // Nothing was changed, and a repeat finds the same fault.
            done = done with { Error = FaultOf(request, e) };
            AuditEnd(request, done);
            await _replies.SendAsync(request, done, stopping).ConfigureAwait(false);
            return;
        }

        JournalAnswer answer = await _journal.ApplyOnceAsync(
            accepted.Entry,
            changes,
            outcome =>
            {
                done = outcome.Rejection is { } rejection
                    ? done with { Error = new Fault(FaultCode.KeyRejected, rejection.Message) }
                    : done with { Value = Json.True };
                return ReplyWriter.Serialize(done);
            },
            stopping).ConfigureAwait(false);
        if (answer.Verdict != JournalVerdict.New)
        {
            await RepeatAsync(request, answer, stopping).ConfigureAwait(false);
            return;
        }

        AuditEnd(request, done);
        if (done.Error is null)
        {
            await FollowUpAsync(request, verb, stopping).ConfigureAwait(false);
        }

        await FinishAsync(request, done, stopping).ConfigureAwait(false);
    }

    private async Task ActAsync(Admission.Accepted accepted, IActingVerb verb, CancellationToken stopping)
    {
        Request request = accepted.Request;
        JournalAnswer begun = await _journal.BeginAsync(accepted.Entry, stopping).ConfigureAwait(false);
        bool isTakenUp = begun.Verdict == JournalVerdict.Unknown && verb is IResumableVerb;
        if (begun.Verdict != JournalVerdict.New && !isTakenUp)
        {
            await RepeatAsync(request, begun, stopping).ConfigureAwait(false);
            return;
        }

        // What it does may end this daemon, or the device; that it was asked is written down before.
        _audit.Add(request, AuditResult.Begun);
        Reply done = _replies.Make(request, ReplyKind.Done);
        Reply remembered;
        VerbResult? result = null;
        await using (Work work = WorkOn(request, stopping))
        {
            using OpenRequests.Entry? entry = _open.TryEnter(request.Operator, request.Id, stopping);
            if (entry is null)
            {
                // Taken up by a repeat that came just before: the beats tell of it.
                return;
            }

            try
            {
                result = await verb.ActAsync(request, work, entry.Token).ConfigureAwait(false);
                remembered = done with { Value = result.Remembered };
                done = done with { Value = result.Value };
            }
            catch (OperationCanceledException) when (verb is IResumableVerb && stopping.IsCancellationRequested)
            {
                // It has begun and has no end: so a repeat takes it up at the next start.
                throw;
            }
            catch (OperationCanceledException) when (verb is IResumableVerb && entry.Token.IsCancellationRequested)
            {
                done = remembered = done with { Error = new Fault(FaultCode.Cancelled, "It was cancelled; what had come is kept for the next time.") };
            }
            catch (Exception e)
            {
                // Whatever it was, it has begun, and so it needs an end: repeats would be told for ever that it is under way.
                done = remembered = done with { Error = FaultOf(request, e) };
            }

            AuditEnd(request, done);
            await RememberAsync(accepted, remembered).ConfigureAwait(false);
        }

        await FinishAsync(request, done, CancellationToken.None, result is { Succeeded: true }).ConfigureAwait(false);
        result?.Then?.Invoke();
    }

    private async Task FollowUpAsync(Request request, IKeyVerb verb, CancellationToken stopping)
    {
        try
        {
            await verb.AppliedAsync(request, stopping).ConfigureAwait(false);
        }
        catch (BrokerException e)
        {
            LogFollowUp(_logger, request.Id, e.Message);
        }
    }

    /// <summary>Says how a request ended, and remembers whether it succeeded for a stage that follows.</summary>
    private Task FinishAsync(Request request, Reply done, CancellationToken cancellationToken, bool succeeded = true)
    {
        // What is fetched of a stage's output is none itself, and there may be much of it.
        if (request.Verb != Verb.Output)
        {
            _successes.Add(request.Operator, request.Id, succeeded && done.Error is null);
        }

        return _replies.SendAsync(request, done, cancellationToken);
    }

    private async Task WaitAsync(Request request, IWaitingVerb verb, CancellationToken stopping)
    {
        Reply done = _replies.Make(request, ReplyKind.Done);
        using (OpenRequests.Entry? entry = _open.TryEnter(request.Operator, request.Id, stopping))
        {
            if (entry is null)
            {
                await SayAtWorkAsync(request, ReplyKind.Ack, Work.BeatFor(request.RollSize), stopping).ConfigureAwait(false);
                return;
            }

            await using Work work = WorkOn(request, stopping);
            try
            {
                done = done with { Value = await verb.WaitAsync(request, work, entry.Token).ConfigureAwait(false) };
            }
            catch (OperationCanceledException) when (entry.Token.IsCancellationRequested && !stopping.IsCancellationRequested)
            {
                done = done with { Error = new Fault(FaultCode.Cancelled, "The wait was cancelled.") };
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                done = done with { Error = FaultOf(request, e) };
            }
        }

        await _replies.SendAsync(request, done, stopping).ConfigureAwait(false);
    }

    private Work WorkOn(Request request, CancellationToken stopping) => new(
        request.RollSize, (kind, news, beat) => SayAtWorkAsync(request, kind, beat, stopping, news), _time);

    private async Task RememberAsync(Admission.Accepted accepted, Reply remembered)
    {
        try
        {
            await _journal.CompleteAsync(accepted.Entry, ReplyWriter.Serialize(remembered), cancellation: CancellationToken.None).ConfigureAwait(false);
        }
        catch (StoreException e)
        {
            // It was done, and that is what the operator is told now. A repeat is told that nobody knows any more.
            LogStore(_logger, accepted.Request.Id, e.Message);
        }
    }

    private Task RepeatAsync(Request request, JournalAnswer answer, CancellationToken stopping)
    {
        if (answer.Verdict is not (JournalVerdict.Conflict or JournalVerdict.Running))
        {
            _audit.Add(request, AuditResult.Repeated);
        }

        return SayKnownAsync(request, answer, stopping);
    }

    private Task SayKnownAsync(Request request, JournalAnswer answer, CancellationToken stopping) => answer.Verdict switch
    {
        JournalVerdict.Repeat => _replies.SendAsync(request, answer.Result, stopping),
        JournalVerdict.Running => SayAtWorkAsync(request, ReplyKind.Ack, Work.BeatFor(request.RollSize), stopping),
        JournalVerdict.Conflict => SayAsync(request, ReplyKind.Refused, new Fault(
            FaultCode.IdReused, "The request's id was used before, for another request."), stopping),
        JournalVerdict.ResultDropped => SayAsync(request, ReplyKind.Unknown, new Fault(
            FaultCode.MayHaveRun, "It was done, but its result is no longer kept."), stopping),
        _ => SayAsync(request, ReplyKind.Unknown, new Fault(
            FaultCode.MayHaveRun, "It was started before this remote's daemon ended unexpectedly; it may have run, and is not run again."), stopping),
    };

    private Task SayAsync(Request request, ReplyKind kind, Fault fault, CancellationToken stopping, JsonElement? value = null)
    {
        if (kind == ReplyKind.Refused)
        {
            _audit.Add(request, AuditResult.Refused, fault.Code);
        }

        return _replies.SendAsync(
            request, _replies.Make(request, kind) with { Error = fault with { Message = Short(fault.Message) }, Value = value }, stopping);
    }

    private void AuditEnd(Request request, Reply done) =>
        _audit.Add(request, done.Error is null ? AuditResult.Done : AuditResult.Failed, done.Error?.Code);

    private Task SayAtWorkAsync(
        Request request, ReplyKind kind, TimeSpan beat, CancellationToken stopping, JsonElement? news = null) => _replies.SendAsync(
        request, _replies.Make(request, kind) with { BeatMilliseconds = (int)beat.TotalMilliseconds, Value = news }, stopping);

    /// <summary>What the operator is told of a verb that failed.</summary>
    private Fault FaultOf(Request request, Exception e)
    {
        Fault? known = e switch
        {
            VerbException verb => verb.Fault,
            JsonException json => new Fault(FaultCode.BadRequest, $"The arguments cannot be read: {json.Message}"),
            KeyRejectedException key => new Fault(FaultCode.KeyRejected, key.Message),
            IOException or UnauthorizedAccessException => new Fault(FaultCode.Failed, e.Message),
            PlatformNotSupportedException => new Fault(FaultCode.CannotStart, e.Message),
            _ => null,
        };
        if (known is null)
        {
            // Nothing like this should happen: it is said with all there is, and the operator is told too.
            LogFailed(_logger, request.Verb, e);
            known = new Fault(FaultCode.Failed, $"The verb '{request.Verb}' failed: {e.Message}");
        }

        return known with { Message = Short(known.Message) };
    }

    private static string Short(string message)
    {
        string line = message.ReplaceLineEndings(" ");
        return line.Length <= LongestMessage ? line : $"{line[..LongestMessage]}…";
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The verb {Verb} failed")]
    private static partial void LogFailed(ILogger logger, string verb, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What follows from request {Id} was not done, so the group's messages reach this remote one by one until its next start: {Reason}")]
    private static partial void LogFollowUp(ILogger logger, string id, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {Id} could not be recorded: {Reason}")]
    private static partial void LogStore(ILogger logger, string id, string reason);
}
