namespace Moi.PowerShell.Commands;

/// <summary>What was said to be sent cannot be.</summary>
/// <param name="id">The error's id.</param>
/// <param name="message">One line for people.</param>
/// <param name="source">The path that it is about.</param>
internal sealed class FileSourceException(string id, string message, string source) : Exception(message)
{
    /// <summary>The error's id.</summary>
    public string Id => id;

    /// <summary>The path that it is about.</summary>
    public string Path => source;
}
