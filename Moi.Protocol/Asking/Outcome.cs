using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.Protocol.Asking;

/// <summary>What came of a question for one remote: an answer, or its absence; never neither.</summary>
public sealed record Outcome
{
    /// <summary>The remote's id.</summary>
    public required string Id { get; init; }

    /// <summary>The remote's address.</summary>
    public required string Address { get; init; }

    /// <summary>The remote's name.</summary>
    public required string Name { get; init; }

    /// <summary>The last word: done, skip, refused or unknown; null where there was none.</summary>
    public Reply? Reply { get; init; }

    /// <summary>Why there was none; null where there was one.</summary>
    public Absence? Absence { get; init; }

    /// <summary>Whether the remote was on the roll when the question was asked.</summary>
    public required bool WasExpected { get; init; }

    /// <summary>When and from whom the last word came, where the asker takes note of that; null where there was none.</summary>
    public Arrival? Arrival { get; init; }

    /// <summary>Whether the remote did what was asked.</summary>
    public bool Succeeded => Reply is { Kind: ReplyKind.Done, Error: null };
}

/// <summary>The moment a remote's last word came.</summary>
/// <param name="At">The operator's clock then.</param>
/// <param name="RoundTrip">How long after the question was first asked.</param>
/// <param name="From">What was known of the remote then.</param>
public sealed record Arrival(DateTimeOffset At, TimeSpan RoundTrip, RemotePresence From);

/// <summary>Why a remote gave no answer.</summary>
/// <param name="Kind">For programs.</param>
/// <param name="Reason">For people, to follow "failed to respond: ".</param>
public sealed record Absence(AbsenceKind Kind, string Reason);

/// <summary>The ways of giving no answer.</summary>
public enum AbsenceKind
{
    /// <summary>It was known to be offline when it was asked.</summary>
    Offline,

    /// <summary>It never said a word.</summary>
    Silent,

    /// <summary>It said that it had heard, and then nothing more.</summary>
    FellSilent,

    /// <summary>It went offline before it answered.</summary>
    WentOffline,

    /// <summary>The bound on the whole question came first.</summary>
    OutOfTime,
}
