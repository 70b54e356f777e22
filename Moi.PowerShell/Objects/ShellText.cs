namespace Moi.PowerShell.Objects;

/// <summary>Text for a remote's <c>/bin/sh</c>.</summary>
internal static class ShellText
{
    /// <summary>One word that means exactly this text, whatever is in it.</summary>
    public static string Quote(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "./_-+,:@%".Contains(c, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
