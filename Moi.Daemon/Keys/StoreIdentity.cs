using System.Security.Cryptography;

namespace Moi.Daemon.Keys;

/// <summary>
/// Which store this is, and how often it has been connected from. Repeated in the log at each connect.
/// </summary>
internal sealed record StoreIdentity(Guid Incarnation, string GeneratedId, long Epoch)
{
    /// <summary>
    /// Sixteen characters that every broker takes in a client id and no eye confuses: 80 random bits.
    /// </summary>
    public static StoreIdentity Make() =>
        new(Guid.NewGuid(), RandomNumberGenerator.GetString("23456789abcdefghijkmnpqrstuvwxyz", 16), Epoch: 0);
}
