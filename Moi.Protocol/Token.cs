namespace Moi.Protocol;

/// <summary>
/// A name that may stand as one level of a topic: 1 to 64 of <c>[A-Za-z0-9_-]</c>.
/// </summary>
/// <remarks>
/// No <c>+</c> or <c>#</c>, which are MQTT wildcards and would reach past an ACL (CVE-2017-7650); no <c>/</c>; and no dot,
/// which RabbitMQ turns into a slash.
/// </remarks>
public static class Token
{
    /// <summary>The longest token, in characters.</summary>
    public const int MaximumLength = 64;

    /// <summary>Whether <paramref name="text"/> is a token.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaximumLength)
        {
            return false;
        }

        foreach (char c in text)
        {
            if (!IsTokenCharacter(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns <paramref name="text"/> if it is a token.</summary>
    /// <exception cref="ArgumentException">It is not; the message says what <paramref name="what"/> may look like.</exception>
    public static string Require(string text, string what)
    {
        return IsValid(text)
            ? text
            : throw new ArgumentException(
                $"'{text}' cannot be {what}: use 1 to {MaximumLength} letters, digits, '-' or '_'.", nameof(text));
    }

    /// <summary>Makes a token of any text: what cannot stand becomes <c>-</c>, and an empty text <c>_</c>.</summary>
    public static string From(string text)
    {
        if (text.Length == 0)
        {
            return "_";
        }

        return string.Create(Math.Min(text.Length, MaximumLength), text, static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = IsTokenCharacter(source[i]) ? source[i] : '-';
            }
        });
    }

    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
