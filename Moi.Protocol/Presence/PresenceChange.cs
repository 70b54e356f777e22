namespace Moi.Protocol.Presence;

/// <summary>News of one remote.</summary>
/// <param name="Before">What was known; null of one not heard of before.</param>
/// <param name="Now">What is known now; null where the broker was told to forget it. Never null together.</param>
public sealed record PresenceChange(RemotePresence? Before, RemotePresence? Now);
