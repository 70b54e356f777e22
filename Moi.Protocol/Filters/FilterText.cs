using System.Globalization;

namespace Moi.Protocol.Filters;

/// <summary>What every piece of text inside a filter must keep to.</summary>
internal static class FilterText
{
    /// <summary>Returns the text, or throws when it is too long or could not be written as JSON.</summary>
    /// <exception cref="ArgumentException">The text is longer than the limit, or not well-formed UTF-16.</exception>
    public static string Check(string text, int maxLength, string what)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FindFault(text, maxLength, what) is { } fault ? throw new ArgumentException(fault) : text;
    }

    /// <summary>What is wrong with the text, as a phrase without a full stop, or null when nothing is.</summary>
    public static string? FindFault(string text, int maxLength, string what)
    {
        if (text.Length > maxLength)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"the {what} is {text.Length} characters long, at most {maxLength} are allowed");
        }

        return IsWellFormed(text) ? null : $"the {what} contains half a surrogate pair, which JSON cannot carry";
    }

    /// <summary>
    /// One line that is safe on a terminal: control characters and halves of surrogate pairs become <c>?</c>, blanks
    /// become spaces, one character for one so that positions keep their meaning.
    /// </summary>
    public static string Printable(ReadOnlySpan<char> text)
    {
        char[] shown = text.ToArray();
        for (int i = 0; i < shown.Length; i++)
        {
            char c = shown[i];
            if (char.IsSurrogate(c))
            {
                if (i + 1 < shown.Length && char.IsSurrogatePair(c, shown[i + 1]))
                {
                    i++;
                }
                else
                {
                    shown[i] = '?';
                }
            }
            else if (char.IsWhiteSpace(c))
            {
                shown[i] = ' ';
            }
            else if (char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format)
            {
                shown[i] = '?';
            }
        }

        return new string(shown);
    }

    /// <summary>The same, cut after a number of characters.</summary>
    public static string Printable(ReadOnlySpan<char> text, int maxLength) =>
        text.Length <= maxLength ? Printable(text) : Printable(text[..maxLength]) + "...";

    private static bool IsWellFormed(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }
}
