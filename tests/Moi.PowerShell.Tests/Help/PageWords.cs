using System.Text.RegularExpressions;

namespace Moi.PowerShell.Tests.Help;

/// <summary>Finds the names of commands and topics in the text of a page.</summary>
internal static partial class PageWords
{
    /// <summary>What looks like a command or a topic of this module.</summary>
    [GeneratedRegex(@"\b(?:[A-Z][a-z]+-Moi[A-Z]\w*|about_Moi\w*)\b")]
    public static partial Regex MoiNames();
}
