namespace Moi.Protocol.Transport;

/// <summary>Why a connection ended.</summary>
/// <param name="Kind">What happened; <see cref="BrokerFailure.ClientIdTaken"/> tells a second client of the same
/// id.</param>
/// <param name="Message">One line for people.</param>
public sealed record DisconnectReason(BrokerFailure Kind, string Message);
