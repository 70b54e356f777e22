namespace Moi.Daemon.Keys;

/// <summary>What a <see cref="KeyChange"/> does.</summary>
public enum KeyOperation
{
    /// <summary>
    /// Gives the key a value; JSON null erases the key. Erasing a key that does not exist is no error.
    /// </summary>
    Set,

    /// <summary>
    /// Adds an element to the array the key holds unless it is there already; a missing key becomes an array.
    /// </summary>
    AddToArray,

    /// <summary>Removes every equal element from the array the key holds; a missing key stays missing.</summary>
    RemoveFromArray,
}
