using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.Protocol.Asking;

/// <summary>
/// Who is expected to answer one request, and what has become of each. It is complete when everyone has answered or is given
/// up, not when a timer ends.
/// </summary>
/// <remarks>
/// No clock and no I/O: <c>now</c> is any steadily growing time. Not safe for several threads at once.
/// </remarks>
public sealed class Roll
{
    /// <summary>While answers still pour in, the unheard are not asked again: theirs may be on the way.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan BatchPause = TimeSpan.FromMilliseconds(50);

    /// <summary>When to ask, in parts of the silence that is allowed; the first is left out where it was just asked.</summary>
    private static readonly double[] AskAt = [0, 0.25, 0.6];

    /// <summary>The longest wait for quiet, as a part of the silence: those that work and beat never leave any.</summary>
    private const double LongestWaitForQuiet = 0.15;

    /// <summary>The shortest time between asking a remote twice, as a part of the silence.</summary>
    private const double ShortestGap = 0.2;

    private const int MissedBeats = 3;

    /// <summary>The longest that a remote promises; one that says more is not believed, or its silence would be waited for without end.</summary>
    private static readonly TimeSpan LongestBeat = TimeSpan.FromMinutes(1);

    private readonly RollOptions _options;
    private readonly TimeSpan _askedAt;
    private readonly Dictionary<string, RollMember> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _settled = new(StringComparer.Ordinal);
    private TimeSpan _lastHeard;
    private TimeSpan _lastFirstHeard;
    private int _open;

    /// <summary>A roll of those that are expected, at the moment the request is published.</summary>
    public Roll(RollOptions options, IEnumerable<RemotePresence> expected, TimeSpan now)
    {
        _options = options;
        _askedAt = now;
        _lastHeard = _lastFirstHeard = now;
        foreach (RemotePresence presence in expected)
        {
            Add(presence, now, wasExpected: true);
        }
    }

    /// <summary>Whether nobody is waited for any more.</summary>
    public bool IsComplete => _open == 0;

    /// <summary>How many are on the roll, those that joined it by answering included.</summary>
    public int Count => _waiting.Count + _settled.Count;

    /// <summary>How many have answered or were given up.</summary>
    public int Settled => _settled.Count;

    /// <summary>How soon after a word the next call of <see cref="Advance"/> can be due because of it.</summary>
    public TimeSpan Soonest => _options.Silence * AskAt[1];

    /// <summary>Those that are waited for.</summary>
    public IEnumerable<RemotePresence> Waiting => _waiting.Values.Where(member => member.IsOpen).Select(member => member.Presence);

    /// <summary>Takes in a reply.</summary>
    /// <param name="from">The remote that sent it, as known; one that is not on the roll joins it.</param>
    /// <param name="reply">What it said.</param>
    /// <param name="now">The time.</param>
    /// <returns>The outcome, when this was the remote's last word; null for a word in between, or said before.</returns>
    public Outcome? Hear(RemotePresence from, Reply reply, TimeSpan now)
    {
        if (_settled.Contains(from.Id))
        {
            return null;
        }

        if (!_waiting.TryGetValue(from.Id, out RollMember? member))
        {
            member = Add(from, now, wasExpected: false);
        }

        _lastHeard = now;
        if (member.State == MemberState.Asked)
        {
            _lastFirstHeard = now;
        }

        if (reply.Kind is ReplyKind.Ack or ReplyKind.Queued or ReplyKind.Out)
        {
            Open(member);
            member.Beats(now, Min(TimeSpan.FromMilliseconds(reply.BeatMilliseconds), LongestBeat));
            return null;
        }

        Settle(member);
        return OutcomeOf(member) with { Address = reply.Address, Name = reply.Name, Reply = reply };
    }

    /// <summary>Takes in news of a remote's presence.</summary>
    /// <returns>Whether to ask this remote again: it is back, and may not have heard.</returns>
    public bool HearPresence(RemotePresence presence, TimeSpan now)
    {
        if (!_waiting.TryGetValue(presence.Id, out RollMember? member))
        {
            return false;
        }

        RemotePresence before = member.Presence;
        member.Presence = presence;
        switch (presence.State)
        {
            case PresenceState.Offline when member.State is MemberState.Asked or MemberState.Working:
                member.GoOffline(now);
                return false;
            case PresenceState.Online when member.State is MemberState.Offline or MemberState.Gone || IsNewConnection(before, presence):
                Open(member);
                member.Ask(now);
                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// After the operator's own connection was lost and made again: the next calls of <see cref="Advance"/> ask everyone again
    /// who is not known to have gone.
    /// </summary>
    public void AskEveryoneAgain(TimeSpan now)
    {
        foreach (RollMember member in _waiting.Values.Where(member => member.State is MemberState.Asked or MemberState.Working))
        {
            member.AskSoon(now);
        }
    }

    /// <summary>Lets time pass.</summary>
    /// <returns>
    /// Who is to be asked again, who is given up, and when to call next at the latest if nothing is heard until then; see
    /// <see cref="Soonest"/>. After <see cref="AskEveryoneAgain"/> it is to be called at once.
    /// </returns>
    public RollStep Advance(TimeSpan now)
    {
        List<Outcome> missing = [];
        List<RollMember> due = [];
        TimeSpan end = _options.Total is { } total ? _askedAt + total : TimeSpan.MaxValue;
        TimeSpan next = now < end ? end : TimeSpan.MaxValue;
        foreach (RollMember member in _waiting.Values.Where(member => member.IsOpen).ToList())
        {
            if (now >= end || now >= Deadline(member))
            {
                Settle(member);
                missing.Add(OutcomeOf(member) with { Absence = AbsenceOf(member, now >= end, now) });
            }
            else if (now >= AskAgainAt(member))
            {
                due.Add(member);
            }
            else
            {
                next = Min(next, NextOf(member));
            }
        }

        // Whoever was asked least comes first, or the last ones would never have their turn.
        List<string> askAgain = [];
        foreach (RollMember member in due.OrderBy(member => member.TimesAsked).Take(_options.AskAgainAtOnce))
        {
            member.AskAgain(now);
            askAgain.Add(member.Presence.Id);
            next = Min(next, NextOf(member));
        }

        return new RollStep(askAgain, missing, due.Count > askAgain.Count ? Min(next, now + BatchPause) : next);
    }

    /// <summary>Ends the question: those that were offline all along are missing.</summary>
    public IReadOnlyList<Outcome> Close(TimeSpan now)
    {
        List<Outcome> missing = [];
        foreach (RollMember member in _waiting.Values.ToList())
        {
            AbsenceKind? kind = member.IsOpen ? null : AbsenceKind.Offline;
            Settle(member);
            missing.Add(OutcomeOf(member) with
            {
                Absence = kind is { } known
                    ? new Absence(known, OfflineReason(member))
                    : AbsenceOf(member, outOfTime: true, now),
            });
        }

        return missing;
    }

    private RollMember Add(RemotePresence presence, TimeSpan now, bool wasExpected)
    {
        RollMember member = new(presence, now, wasExpected);
        if (_waiting.TryAdd(presence.Id, member) && member.IsOpen)
        {
            _open++;
        }

        return member;
    }

    private void Open(RollMember member)
    {
        if (!member.IsOpen)
        {
            _open++;
        }
    }

    private void Settle(RollMember member)
    {
        _waiting.Remove(member.Presence.Id);
        _settled.Add(member.Presence.Id);
        if (member.IsOpen)
        {
            _open--;
        }
    }

    private TimeSpan Deadline(RollMember member) => member.State switch
    {
        MemberState.Working => member.HeardAt + Max(member.Beat * MissedBeats, _options.Silence),
        MemberState.Asked => WhileOthersBegin(member.HeardAt + _options.Silence + _options.Spread),
        MemberState.Gone => member.HeardAt + (_options.Grace ?? _options.Silence),
        _ => member.HeardAt + _options.Silence,
    };

    /// <summary>
    /// Of thousands, the last are heard when the broker has carried the others' words: nobody is given up for silence while others
    /// are still heard for the first time, for at most as long again.
    /// </summary>
    private TimeSpan WhileOthersBegin(TimeSpan deadline) => Max(deadline, Min(_lastFirstHeard + Quiet, deadline + _options.Silence));

    /// <summary>When to ask this one again; null for no more.</summary>
    private TimeSpan? AskAgainAt(RollMember member)
    {
        if (member.State == MemberState.Gone || member.TimesAsked >= AskAt.Length)
        {
            return null;
        }

        double part = AskAt[member.TimesAsked];
        if (part == 0)
        {
            return member.HeardAt;
        }

        TimeSpan due = member.HeardAt;
        if (member.State == MemberState.Working)
        {
            due += (Deadline(member) - member.HeardAt) * (0.4 + (part / 2));
        }
        else
        {
            due += _options.Spread + (_options.Silence * part);
            due = Max(due, Min(_lastHeard + Quiet, due + (_options.Silence * LongestWaitForQuiet)));
        }

        return Max(due, member.AskedAt + (_options.Silence * ShortestGap));
    }

    private TimeSpan NextOf(RollMember member) => Min(Deadline(member), AskAgainAt(member) ?? TimeSpan.MaxValue);

    private static Outcome OutcomeOf(RollMember member) => new()
    {
        Id = member.Presence.Id,
        Address = member.Presence.Address,
        Name = member.Presence.Name,
        WasExpected = member.WasExpected,
    };

    private Absence AbsenceOf(RollMember member, bool outOfTime, TimeSpan now)
    {
        string silence = $"{(now - member.HeardAt).TotalSeconds:0.#} s";
        string mayHaveRun = _options.Changes ? "; it may have run" : string.Empty;
        return member.State switch
        {
            MemberState.Gone => new(AbsenceKind.WentOffline, $"it is now {OfflineReason(member)}"),
            MemberState.Working when outOfTime => new(AbsenceKind.OutOfTime, "still at work when the time was up"),
            MemberState.Working => new(AbsenceKind.FellSilent, $"acknowledged, then silent for {silence}{mayHaveRun}"),
            _ when outOfTime => new(AbsenceKind.OutOfTime, $"no answer when the time was up{mayHaveRun}"),
            _ when member.Presence.State == PresenceState.Online => new(
                AbsenceKind.Silent, $"no answer within {silence}, though the broker holds its connection{mayHaveRun}"),
            _ => new(AbsenceKind.Silent, $"no answer within {silence}; {OfflineReason(member)}"),
        };
    }

    private string OfflineReason(RollMember member) =>
        member.Presence.Describe() + (_options.Changes ? "; it may have run" : string.Empty);

    private static bool IsNewConnection(RemotePresence before, RemotePresence now) =>
        now.Message.Epoch != before.Message.Epoch || now.Message.Incarnation != before.Message.Incarnation;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
