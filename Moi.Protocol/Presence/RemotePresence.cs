namespace Moi.Protocol.Presence;

/// <summary>What an operator knows of one remote.</summary>
/// <param name="Message">The last thing it, or its will, said.</param>
/// <param name="State">Whether it is there.</param>
/// <param name="Since">Since when it is in this state; null where nobody can tell.</param>
/// <param name="Clashes">Whether two daemons seem to share this id.</param>
public sealed record RemotePresence(PresenceMessage Message, PresenceState State, DateTimeOffset? Since, bool Clashes)
{
    /// <summary>The remote's id.</summary>
    public string Id => Message.Id;

    /// <summary>The remote's address.</summary>
    public string Address => Message.Address;

    /// <summary>The remote's name.</summary>
    public string Name => Message.Name;

    /// <summary>Why it is not there, for people: <c>offline since 2026-11-24 14:02:11</c>.</summary>
    public string Describe() => State switch
    {
        PresenceState.Online => "online",
        PresenceState.Unknown => "not heard of since the connection to the broker was made",
        _ => (Message.Farewell, Since) switch
        {
            (Farewell.Restart, { } since) => $"restarting since {since.ToLocalTime():yyyy-MM-dd HH:mm:ss}",
            (Farewell.Stopped, { } since) => $"offline since {since.ToLocalTime():yyyy-MM-dd HH:mm:ss}, it was stopped",
            (_, { } since) => $"offline since {since.ToLocalTime():yyyy-MM-dd HH:mm:ss}, its connection was lost",
            (Farewell.Restart, null) => "restarting",
            (Farewell.Stopped, null) => "offline, it was stopped",
            _ => "offline, its connection was lost",
        },
    };
}

/// <summary>Whether a remote is there.</summary>
public enum PresenceState
{
    /// <summary>Not heard of since the operator's connection was made.</summary>
    Unknown,

    /// <summary>There.</summary>
    Online,

    /// <summary>Not there.</summary>
    Offline,
}
