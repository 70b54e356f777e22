using Moi.Protocol.Presence;

namespace Moi.Protocol.Asking;

/// <summary>One remote on a <see cref="Roll"/> that has not answered yet.</summary>
internal sealed class RollMember
{
    public RollMember(RemotePresence presence, TimeSpan now, bool wasExpected)
    {
        Presence = presence;
        WasExpected = wasExpected;
        Ask(now);
        State = presence.State == PresenceState.Offline ? MemberState.Offline : MemberState.Asked;
    }

    public RemotePresence Presence { get; set; }

    public bool WasExpected { get; }

    public MemberState State { get; private set; }

    /// <summary>When it was asked, or last heard.</summary>
    public TimeSpan HeardAt { get; private set; }

    /// <summary>The beat it promised; zero before it did.</summary>
    public TimeSpan Beat { get; private set; }

    /// <summary>When it was last asked, or last heard if that was later.</summary>
    public TimeSpan AskedAt { get; private set; }

    /// <summary>How often it was asked since it was last heard, that time included.</summary>
    public int TimesAsked { get; private set; }

    /// <summary>Whether the question waits for it.</summary>
    public bool IsOpen => State != MemberState.Offline;

    /// <summary>It is asked, as if for the first time.</summary>
    public void Ask(TimeSpan now) => Restart(MemberState.Asked, now, beat: TimeSpan.Zero, timesAsked: 1);

    /// <summary>It is to be asked, as if for the first time.</summary>
    public void AskSoon(TimeSpan now) => Restart(MemberState.Asked, now, beat: TimeSpan.Zero, timesAsked: 0);

    /// <summary>It is asked once more.</summary>
    public void AskAgain(TimeSpan now)
    {
        if (TimesAsked == 0)
        {
            Ask(now);
        }
        else
        {
            AskedAt = now;
            TimesAsked++;
        }
    }

    /// <summary>It says that it works on it, and when it will say so again.</summary>
    public void Beats(TimeSpan now, TimeSpan beat) => Restart(MemberState.Working, now, beat, timesAsked: 1);

    /// <summary>It is said to be offline.</summary>
    public void GoOffline(TimeSpan now)
    {
        State = MemberState.Gone;
        HeardAt = now;
    }

    private void Restart(MemberState state, TimeSpan now, TimeSpan beat, int timesAsked)
    {
        State = state;
        HeardAt = now;
        AskedAt = now;
        Beat = beat;
        TimesAsked = timesAsked;
    }
}

/// <summary>How far a member has come.</summary>
internal enum MemberState
{
    /// <summary>Known to be offline when asked; nobody waits for it.</summary>
    Offline,

    /// <summary>Asked, and not heard yet.</summary>
    Asked,

    /// <summary>It said that it works on it.</summary>
    Working,

    /// <summary>It went offline meanwhile, and has a grace to come back.</summary>
    Gone,
}
