namespace Moi.PowerShell;

/// <summary>News of a remote: it came, went, or was removed.</summary>
public sealed class MoiPresenceChange
{
    /// <summary>The remote's address.</summary>
    public required string Address { get; init; }

    /// <summary>The remote's name.</summary>
    public required string Name { get; init; }

    /// <summary>The remote's lasting identity.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it is there now.</summary>
    public required MoiPresenceState State { get; init; }

    /// <summary>Since when, by the operator's clock; null where nobody can tell.</summary>
    public required DateTimeOffset? Since { get; init; }

    /// <summary>Why it is in this state, for people: <c>connection lost</c>, <c>stopped</c>, <c>restarting</c>; null where there is nothing to say.</summary>
    public required string? Reason { get; init; }
}

/// <summary>Whether a remote is there.</summary>
public enum MoiPresenceState
{
    /// <summary>Not heard of since the operator's connection was made.</summary>
    Unknown,

    /// <summary>There.</summary>
    Online,

    /// <summary>Not there.</summary>
    Offline,

    /// <summary>Forgotten by the broker: nobody expects it any more.</summary>
    Removed,
}
