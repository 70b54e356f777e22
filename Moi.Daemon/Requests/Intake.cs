using System.Text.Json;
using Moi.Daemon.Journal;
using Moi.Daemon.Keys;
using Moi.Daemon.Trust;
using Moi.Protocol.Messages;
using Moi.Protocol.Transport;
using Moi.Protocol.Trust;

namespace Moi.Daemon.Requests;

/// <summary>
/// Decides what to do with a message that says it is a request, before anything is done. The order counts: size, form,
/// signature, audience, journal, filter, policy, age. The journal comes before filter and age, so that whoever asks again is told
/// what came of it even when the keys have changed since, but what a crash cut off is only taken up again where policy and age
/// still allow it; and the age comes last, because the nonce that a remote without a clock
/// gives is for what would else be carried out.
/// </summary>
internal sealed class Intake(
    string id,
    string ownTopic,
    Gate gate,
    RemoteKeys keys,
    Memberships memberships,
    RecentSuccesses successes,
    RequestJournal journal,
    OpenRequests open,
    Policy policy,
    SignedClock clock,
    Func<string, bool> isChanging,
    Func<string, bool> isResumable,
    TimeProvider time)
{
    private const int LongestTimeToLive = 7 * 24 * 3600;

    private readonly Challenges _challenges = new(time);
    private readonly RepeatLimit _repeats = new(time);

    /// <summary>Looks at a message.</summary>
    /// <exception cref="EnvelopeException">It is no request; there is nobody to tell.</exception>
    public Admission Admit(MqttMessage message)
    {
        Entrance entrance = gate.Open(message);
        string? keyId = entrance.Envelope?.Header.KeyId;
        if (entrance is not { Envelope: { } envelope, Request: { } request })
        {
            return new Admission.TurnedAway(null, keyId, entrance.Distrust!);
        }

        if (!IsMeant(request.Audience))
        {
            return gate.IsClosed && message.Topic == ownTopic
                ? new Admission.TurnedAway(request, keyId, entrance.Distrust ?? Distrust.Misdirected)
                : new Admission.NotMeant();
        }

        if (entrance.Distrust is { } distrust)
        {
            return new Admission.TurnedAway(request, keyId, distrust) { IsTold = true };
        }

        if (gate.IsClosed && !_repeats.TryEnter(request.Operator, request.Id))
        {
            return new Admission.TurnedAway(request, keyId, Distrust.Flood);
        }

        long until = Deadline(request) + (long)SignedClock.LargestSkew.TotalMilliseconds;
        JournalRequest entry = new(request.Operator, request.Id, envelope.Body, until);
        JournalAnswer known = journal.Find(entry);
        if (known.Verdict == JournalVerdict.New && open.IsOpen(request.Operator, request.Id))
        {
            // A wait changes nothing, so the journal does not know it.
            known = new JournalAnswer(JournalVerdict.Running);
        }

        if (known.Verdict != JournalVerdict.New)
        {
            bool isTakenUp = known.Verdict == JournalVerdict.Unknown && MayBeTakenUp(request, until);
            return new Admission.Known(request, known, entry) { IsTakenUp = isTakenUp };
        }

        if (ReasonToSkip(request) is { } reason)
        {
            return new Admission.Rejected(request, ReplyKind.Skip, reason);
        }

        if (policy.ReasonToRefuse(request) is { } denied)
        {
            return new Admission.Rejected(request, ReplyKind.Refused, denied);
        }

        return gate.IsClosed ? AdmitSigned(request, entry, envelope)
            : time.GetUtcNow().ToUnixTimeMilliseconds() > until ? Expired(request)
            : new Admission.Accepted(request, entry);
    }

    /// <summary>
    /// Whether what a crash cut off is taken up again. Since it began, the device's owner may have allowed less, and it may be long ago.
    /// </summary>
    private bool MayBeTakenUp(Request request, long until) =>
        isResumable(request.Verb) && clock.Now.ToUnixTimeMilliseconds() < until && policy.ReasonToRefuse(request) is null;

    private Admission AdmitSigned(Request request, JournalRequest entry, Envelope envelope)
    {
        long now = clock.Now.ToUnixTimeMilliseconds();
        long skew = (long)SignedClock.LargestSkew.TotalMilliseconds;
        if (request.Nonce is { } nonce && request.Audience.Remotes is [_] && _challenges.TryTake(request.Operator, request.Id, nonce))
        {
            clock.Proved(Moment(request.IssuedAt));

            // By the operator's clock it may seem long over; what was proved to be of now is remembered as long as anything of now.
            return new Admission.Accepted(
                request, new JournalRequest(request.Operator, request.Id, envelope.Body, Math.Max(entry.Until, now + TimeToLive(request) + skew)));
        }

        bool isLate = now > entry.Until;
        bool isEarly = request.IssuedAt > now + skew;
        if (request.Verb == Verb.Cancel || (clock.IsKnown ? !isLate && !isEarly : !isChanging(request.Verb)))
        {
            clock.Accepted(Moment(request.IssuedAt));
            return new Admission.Accepted(request, entry);
        }

        return isLate && clock.IsRight ? Expired(request) : new Admission.Rejected(
            request,
            ReplyKind.Refused,
            new Fault(FaultCode.ClockUnsure, isEarly && clock.IsRight
                ? "By this remote's clock the request is of the future; is its clock, or the operator's, wrong?"
                : "This remote does not know the time, so it cannot tell whether the request is of now."),
            JsonSerializer.SerializeToElement(
                new ClockChallenge(_challenges.NonceFor(request.Operator, request.Id)), MessageJson.Wire.ClockChallenge));
    }

    private static Admission.Rejected Expired(Request request) => new(request, ReplyKind.Refused, new Fault(
        FaultCode.Expired, $"The request is older than its {request.TimeToLive} s; is the operator's clock, or this remote's, wrong?"));

    /// <summary>A moment, as near as the calendar has it: a request may say any number.</summary>
    private static DateTimeOffset Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(
        milliseconds, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.AddYears(-1).ToUnixTimeMilliseconds()));

    /// <summary>Whether this remote has anything to say to a request. Groups and stages decide more closely, but answer.</summary>
    private bool IsMeant(Audience audience) => audience switch
    {
        { Remotes: { } ids } => ids.Contains(id, StringComparer.Ordinal),
        { SucceededIn: { } stage } => !stage.Except.Contains(id, StringComparer.Ordinal),
        _ => true,
    };

    private Fault? ReasonToSkip(Request request) => request switch
    {
        { Audience.Group: { } group } when memberships.GenerationOf(group.Name) != group.Generation => new Fault(
            FaultCode.StaleGroup,
            memberships.GenerationOf(group.Name) is null
                ? $"It is no member of the group '{group.Name}' (any more); define it anew with New-MoiGroup -Force."
                : $"The group '{group.Name}' was defined anew from elsewhere; define it here too with New-MoiGroup -Force."),
        { Audience.SucceededIn: { } stage } when successes.Find(request.Operator, stage.Request) is not true and var known => known is null
            ? new Fault(FaultCode.StageUnknown, "It does not know of the stage before (any more); its daemon may have been restarted. Name it to ask it.")
            : new Fault(FaultCode.NoMatch, "It did not succeed in the stage before."),
        { Filter: { } filter } when !filter.Matches(keys) => new Fault(FaultCode.NoMatch, "The keys do not match."),
        _ => null,
    };

    private static long Deadline(Request request) => request.IssuedAt + TimeToLive(request);

    private static long TimeToLive(Request request) => 1000L * Math.Clamp(request.TimeToLive, 0, LongestTimeToLive);
}
