using System.Management.Automation;
using Moi.PowerShell.Fleet;

namespace Moi.PowerShell.Commands;

/// <summary>Reads a name as PowerShell's users write it: wildcards, and upper and lower case are the same.</summary>
internal static class WildcardName
{
    public static NamePattern Of(string text)
    {
        WildcardPattern pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase);
        return new NamePattern(text, WildcardPattern.ContainsWildcardCharacters(text), pattern.IsMatch);
    }
}
