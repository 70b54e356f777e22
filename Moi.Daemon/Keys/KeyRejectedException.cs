namespace Moi.Daemon.Keys;

/// <summary>
/// A change of keys breaks a rule: a bad name, a value too large, too many keys, a list operation on something that is
/// no list. Nothing of the request it belongs to was applied. The message is one line and names the key.
/// </summary>
public sealed class KeyRejectedException : Exception
{
    /// <summary>Makes one about a key, with a message for people.</summary>
    public KeyRejectedException(string key, string message)
        : base(message)
    {
        Key = key;
    }

    /// <summary>The name of the key, as it was given.</summary>
    public string Key { get; }
}
