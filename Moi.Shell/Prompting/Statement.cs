using System.Management.Automation.Language;

namespace Moi.Shell.Prompting;

/// <summary>What the parser says about a text on its way to be a command.</summary>
internal static class Statement
{
    /// <summary>Says whether a text needs more lines before it can be a command.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True for an open brace, quote, here-string, trailing operator and the like.</returns>
    public static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out ParseError[] errors);
        return Array.Exists(errors, error => error.IncompleteInput);
    }
}
