using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Moi.Protocol.Filters;

/// <summary>
/// A wildcard pattern as PowerShell's -like has it: <c>*</c> any text, <c>?</c> one character, <c>[a-z_]</c> one
/// character of a set, a backtick before a character takes it as it is. A pattern matches the whole text. Equal by
/// text.
/// </summary>
/// <remarks>
/// Matching never takes more steps than the product of the lengths of pattern and text: only the last <c>*</c> met is
/// ever tried again. Characters are UTF-16 code units, as in PowerShell.
/// </remarks>
public sealed record LikePattern
{
    private readonly Token[] _tokens;

    private LikePattern(string text, Token[] tokens)
    {
        Text = text;
        _tokens = tokens;
    }

    /// <summary>The pattern as written, at most <see cref="FilterLimits.MaxPatternLength"/> characters.</summary>
    public string Text { get; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">A <c>[</c> is not closed, a range is backwards, or it is too long.</exception>
    public static LikePattern Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out LikePattern? pattern, out string? fault)
            ? pattern
            : throw new FormatException($"'{FilterText.Printable(text, 40)}' is not a wildcard pattern: {fault}.");
    }

    /// <summary>Reads a pattern, or says why it is none, in a phrase without a full stop.</summary>
    internal static bool TryParse(
        string text, [NotNullWhen(true)] out LikePattern? pattern, [NotNullWhen(false)] out string? fault)
    {
        var tokens = new List<Token>();
        fault = FilterText.FindFault(text, FilterLimits.MaxPatternLength, "pattern");
        for (int i = 0; i < text.Length && fault is null; i++)
        {
            switch (text[i])
            {
                // Several stars in a row say no more than one.
                case '*' when tokens is not [.., { Kind: TokenKind.AnyText }]:
                    tokens.Add(new Token(TokenKind.AnyText, ""));
                    break;
                case '*':
                    break;
                case '?':
                    tokens.Add(new Token(TokenKind.AnyCharacter, ""));
                    break;
                case '[':
                    fault = ReadSet(text, ref i, out string ranges);
                    tokens.Add(new Token(TokenKind.Set, ranges));
                    break;
                case '`' when i + 1 < text.Length:
                    i++;
                    tokens.Add(Literal(text[i]));
                    break;
                default:
                    tokens.Add(Literal(text[i]));
                    break;
            }
        }

        pattern = fault is null ? new LikePattern(text, [.. tokens]) : null;
        return fault is null;
    }

    /// <summary>A pattern that matches exactly the texts that begin with a prefix.</summary>
    internal static string EscapePrefix(string prefix)
    {
        var escaped = new StringBuilder(prefix.Length + 1);
        foreach (char c in prefix)
        {
            if (c is '*' or '?' or '[' or ']' or '`')
            {
                escaped.Append('`');
            }

            escaped.Append(c);
        }

        return escaped.Append('*').ToString();
    }

    /// <summary>Whether the whole text fits the pattern.</summary>
    public bool IsMatch(string text, bool ignoreCase)
    {
        ArgumentNullException.ThrowIfNull(text);
        int token = 0;
        int position = 0;
        int starToken = -1;
        int starPosition = 0;
        while (position < text.Length)
        {
            if (token < _tokens.Length && _tokens[token].Kind == TokenKind.AnyText)
            {
                starToken = token++;
                starPosition = position;
            }
            else if (token < _tokens.Length && _tokens[token].Matches(text[position], ignoreCase))
            {
                token++;
                position++;
            }
            else if (starToken >= 0)
            {
                token = starToken + 1;
                position = ++starPosition;
            }
            else
            {
                return false;
            }
        }

        return token == _tokens.Length || (token == _tokens.Length - 1 && _tokens[token].Kind == TokenKind.AnyText);
    }

    /// <inheritdoc/>
    public bool Equals(LikePattern? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The pattern as written.</summary>
    public override string ToString() => Text;

    private static Token Literal(char c) => new(TokenKind.Set, new string(c, 2));

    /// <summary>
    /// Reads from <c>[</c> to <c>]</c> (one that comes first is a member), where the position is left, and gives the
    /// ranges as pairs of characters. Returns what is wrong, or null.
    /// </summary>
    private static string? ReadSet(string text, ref int position, out string ranges)
    {
        ranges = "";
        int start = position;
        var members = new List<(char Character, bool IsDash)>();
        for (position++; position < text.Length && (text[position] != ']' || members.Count == 0); position++)
        {
            bool isEscaped = text[position] == '`' && position + 1 < text.Length;
            position += isEscaped ? 1 : 0;
            members.Add((text[position], !isEscaped && text[position] == '-'));
        }

        if (position == text.Length)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"the '[' at position {start} has no ']' (`[ stands for a literal one)");
        }

        var pairs = new StringBuilder();
        for (int i = 0; i < members.Count; i++)
        {
            char first = members[i].Character;
            bool isRange = i + 2 < members.Count && members[i + 1].IsDash;
            i += isRange ? 2 : 0;
            char last = members[i].Character;
            if (first > last)
            {
                return string.Create(
                    CultureInfo.InvariantCulture, $"the set at position {start} has a range that runs backwards");
            }

            pairs.Append(first).Append(last);
        }

        ranges = pairs.ToString();
        return null;
    }

    private enum TokenKind
    {
        AnyText,
        AnyCharacter,
        Set,
    }

    /// <summary>One element of a pattern; a set holds pairs of characters, the first and last of each range.</summary>
    private readonly record struct Token(TokenKind Kind, string Ranges)
    {
        public bool Matches(char c, bool ignoreCase) =>
            Kind == TokenKind.AnyCharacter
            || Contains(c)
            || (ignoreCase && (Contains(char.ToUpperInvariant(c)) || Contains(char.ToLowerInvariant(c))));

        private bool Contains(char c)
        {
            for (int i = 0; i < Ranges.Length; i += 2)
            {
                if (Ranges[i] <= c && c <= Ranges[i + 1])
                {
                    return true;
                }
            }

            return false;
        }
    }
}
