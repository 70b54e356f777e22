using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Fleet;

/// <summary>One thing heard: a reply, news of presence (no reply), or that the operator's connection was made anew (neither).</summary>
/// <param name="From">Whom it is from, or about.</param>
/// <param name="Reply">What was said.</param>
internal readonly record struct Word(RemotePresence? From, Reply? Reply)
{
    /// <summary>The clock when it was heard.</summary>
    public DateTimeOffset HeardAt { get; init; }

    /// <summary>The timestamp when it was heard.</summary>
    public long Timestamp { get; init; }
}
