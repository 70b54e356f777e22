namespace Moi.Protocol.Messages;

/// <summary>What comes with <see cref="FaultCode.ClockUnsure"/>.</summary>
/// <param name="Nonce">A token that the remote takes once, soon, from the same operator, in <see cref="Request.Nonce"/>.</param>
public sealed record ClockChallenge(string Nonce);
