namespace Moi.Daemon.Keys;

/// <summary>
/// The store could not be opened, or could not keep something: a full disk, an I/O error, another holder, a full
/// journal. What was asked for is not done, neither in memory nor on disk. The message is one line: what, where, what
/// to do.
/// </summary>
public sealed class StoreException : Exception
{
    /// <summary>Makes one with a message for people.</summary>
    public StoreException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message for people and the failure behind it.</summary>
    public StoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
