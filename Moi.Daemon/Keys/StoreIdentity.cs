namespace Moi.Daemon.Keys;

/// <summary>
/// Which store this is, and how often it has been connected from. Repeated in the log at each connect.
/// </summary>
internal sealed record StoreIdentity(Guid Incarnation, string GeneratedId, long Epoch)
{
    private const int IdLength = 16;

    private const string IdLetters = "23456789abcdefghijkmnpqrstuvwxyz";

    /// <summary>
    /// Sixteen characters that every broker takes in a client id and no eye confuses: 79 random bits.
    /// </summary>
    public static StoreIdentity Make() => new(Guid.NewGuid(), MakeId(), Epoch: 0);

    /// <remarks>
    /// From the random bits of a GUID, which come from the system itself: a library of cryptography would stay in memory for this
    /// alone.
    /// </remarks>
    private static string MakeId() => string.Create(IdLength, Guid.NewGuid().ToByteArray(), (id, random) =>
    {
        for (int i = 0; i < id.Length; i++)
        {
            id[i] = IdLetters[random[i] % IdLetters.Length];
        }
    });
}
