using Moi.Daemon.Journal;
using Moi.Daemon.Keys;
using Moi.Protocol.Messages;
using Moi.Protocol.Transport;
using Moi.Protocol.Trust;

namespace Moi.Daemon.Requests;

/// <summary>
/// Decides what to do with a message that says it is a request, before anything is done. The order counts: size, form,
/// signature, audience, journal, age, filter. The journal comes before age and filter, so that whoever asks again is told what
/// came of it even when the keys have changed since.
/// </summary>
internal sealed class Intake(
    string id,
    RemoteKeys keys,
    Memberships memberships,
    RecentSuccesses successes,
    RequestJournal journal,
    OpenRequests open,
    TimeProvider time)
{
    /// <summary>How far an operator's clock may be off.</summary>
    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(5);

    private const int LongestTimeToLive = 7 * 24 * 3600;

    /// <summary>Looks at a message.</summary>
    /// <exception cref="EnvelopeException">It is no request; there is nobody to tell.</exception>
    public Admission Admit(MqttMessage message)
    {
        if (message.Retain)
        {
            throw new EnvelopeException("The request was kept by the broker; it may be of any age.");
        }

        Envelope envelope = Envelope.Open(message.Payload.Span);
        if (envelope.Header.Algorithm != "none")
        {
            throw new EnvelopeException($"The request is signed with '{envelope.Header.Algorithm}', and this remote knows no operators' keys.");
        }

        Request request = envelope.ReadRequest();
        if (!IsMeant(request.Audience))
        {
            return new Admission.NotMeant();
        }

        long until = Deadline(request) + (long)LargestSkew.TotalMilliseconds;
        JournalRequest entry = new(request.Operator, request.Id, envelope.Body, until);
        JournalAnswer known = journal.Find(entry);
        if (known.Verdict == JournalVerdict.New && open.IsOpen(request.Operator, request.Id))
        {
            // A wait changes nothing, so the journal does not know it.
            known = new JournalAnswer(JournalVerdict.Running);
        }

        if (known.Verdict != JournalVerdict.New)
        {
            return new Admission.Known(request, known, entry);
        }

        if (time.GetUtcNow().ToUnixTimeMilliseconds() > until)
        {
            return new Admission.Rejected(request, ReplyKind.Refused, new Fault(
                FaultCode.Expired, $"The request is older than its {request.TimeToLive} s; is the operator's clock, or this remote's, wrong?"));
        }

        Fault? reason = ReasonToSkip(request);
        return reason is null
            ? new Admission.Accepted(request, entry)
            : new Admission.Rejected(request, ReplyKind.Skip, reason);
    }

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

    private static long Deadline(Request request) =>
        request.IssuedAt + (1000L * Math.Clamp(request.TimeToLive, 0, LongestTimeToLive));
}
