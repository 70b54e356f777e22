using Moi.Protocol.Presence;

namespace Moi.Protocol.Asking;

/// <summary>One remote on a <see cref="Roll"/> that has not answered yet.</summary>
internal sealed class RollMember
{
    public RollMember(RemotePresence presence, TimeSpan now, bool wasExpected)
    {
        Presence = presence;
        WasExpected = wasExpected;
        State = presence.State == PresenceState.Offline ? MemberState.Offline : MemberState.Asked;
        HeardAt = now;
    }

    public RemotePresence Presence { get; set; }

    public bool WasExpected { get; }

    public MemberState State { get; set; }

    /// <summary>When it was asked, or last heard.</summary>
    public TimeSpan HeardAt { get; private set; }

    /// <summary>The beat it promised; zero before it did.</summary>
    public TimeSpan Beat { get; private set; }

    /// <summary>How often it was asked again since it was last heard.</summary>
    public int AskedAgain { get; set; }

    /// <summary>Whether the question waits for it.</summary>
    public bool IsOpen => State != MemberState.Offline;

    public void Ask(TimeSpan now)
    {
        State = MemberState.Asked;
        HeardAt = now;
        Beat = TimeSpan.Zero;
        AskedAgain = 0;
    }

    public void Beats(TimeSpan now, TimeSpan beat)
    {
        State = MemberState.Working;
        HeardAt = now;
        Beat = beat;
        AskedAgain = 0;
    }

    public void GoOffline(TimeSpan now)
    {
        State = MemberState.Gone;
        HeardAt = now;
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
