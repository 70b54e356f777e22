namespace Moi.Protocol.Asking;

/// <summary>How long a question waits, and for what.</summary>
public sealed record RollOptions
{
    /// <summary>How long a remote may say nothing before it counts as missing. Not a bound on its work: it keeps beating.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A bound on the whole question, or null.</summary>
    public TimeSpan? Total { get; init; }

    /// <summary>Over how long the remotes spread their answers.</summary>
    public TimeSpan Spread { get; init; }

    /// <summary>How long one that went offline has to come back; null for the silence that is allowed.</summary>
    public TimeSpan? Grace { get; init; }

    /// <summary>Whether the request changes something, so that one who does not answer may have done it.</summary>
    public bool Changes { get; init; }

    /// <summary>How many remotes are asked again at a time; more would answer all at once and drown again.</summary>
    public int AskAgainAtOnce { get; init; } = 500;
}
