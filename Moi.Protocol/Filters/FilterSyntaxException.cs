using System.Globalization;

namespace Moi.Protocol.Filters;

/// <summary>A text is no filter: where it stops being one, and what was expected there.</summary>
public sealed class FilterSyntaxException : FormatException
{
    private const int ShownBefore = 48;
    private const int ShownAfter = 24;

    /// <summary>Makes the error.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="position">The spot, from 0 to the length of the text.</param>
    /// <param name="expected">What was expected there and what to do: a phrase without a full stop.</param>
    public FilterSyntaxException(string text, int position, string expected)
        : base(Describe(text, position, expected))
    {
        Text = text;
        Position = position;
        Expected = expected;
    }

    /// <summary>The text that was read.</summary>
    public string Text { get; }

    /// <summary>The spot, in UTF-16 characters from 0; the length of the text when the end lacks something.</summary>
    public int Position { get; }

    /// <summary>What was expected at that spot.</summary>
    public string Expected { get; }

    /// <summary>Two lines: the text (of a long one, the part around the spot) and a caret under the spot.</summary>
    public string CaretLines
    {
        get
        {
            int start = Math.Max(0, Position - ShownBefore);
            int end = Math.Min(Text.Length, Position + ShownAfter);
            string before = start == 0 ? "" : "...";
            string after = end == Text.Length ? "" : "...";
            string shown = before + FilterText.Printable(Text.AsSpan(start, end - start)) + after;
            return shown + "\n" + new string(' ', before.Length + Position - start) + "^";
        }
    }

    private static string Describe(string text, int position, string expected)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, text.Length);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Filter '{FilterText.Printable(text, 80)}', position {position}: {expected}.");
    }
}
