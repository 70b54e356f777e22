namespace Moi.Protocol.Filters;

/// <summary>
/// The keys of one remote, as far as they are known: a remote knows its own in full, an operator only those that are
/// part of presence.
/// </summary>
public interface IKeyLookup
{
    /// <summary>What is known of the key of that name (the first part of a path, case matters). Never throws.</summary>
    KeyReading Read(string key);
}
