namespace Moi.Shell.Prompting;

/// <summary>Where the commands of a session come from.</summary>
internal interface ICommandSource
{
    /// <summary>Reads the next command.</summary>
    /// <returns>A complete statement, possibly blank, of one or more lines; null when there are no more.</returns>
    string? Next();
}
