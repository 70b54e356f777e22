using System.Globalization;
using System.Text;

namespace Moi.Shell.Editing;

/// <summary>How many cells of a terminal a text takes.</summary>
internal static class CellWidth
{
    /// <summary>Measures a text without control characters.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Its width in cells.</returns>
    public static int Of(ReadOnlySpan<char> text)
    {
        int cells = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            cells += Of(rune);
        }

        return cells;
    }

    /// <summary>Measures one character.</summary>
    /// <param name="rune">The character.</param>
    /// <returns>0 for a combining or control character, 2 for a wide one, else 1.</returns>
    public static int Of(Rune rune)
        => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
                or UnicodeCategory.Control => 0,
            _ => IsWide(rune.Value) ? 2 : 1,
        };

    // The blocks that terminals draw two cells wide: Hangul, CJK, full-width forms, emoji.
    private static bool IsWide(int value)
        => value >= 0x1100
            && value is <= 0x115F
                or >= 0x2E80 and <= 0x303E
                or >= 0x3041 and <= 0xA4CF
                or >= 0xA960 and <= 0xA97C
                or >= 0xAC00 and <= 0xD7A3
                or >= 0xF900 and <= 0xFAFF
                or >= 0xFE30 and <= 0xFE6F
                or >= 0xFF00 and <= 0xFF60
                or >= 0xFFE0 and <= 0xFFE6
                or >= 0x1F300 and <= 0x1F64F
                or >= 0x1F680 and <= 0x1F6FF
                or >= 0x1F900 and <= 0x1F9FF
                or >= 0x20000 and <= 0x3FFFD;
}
