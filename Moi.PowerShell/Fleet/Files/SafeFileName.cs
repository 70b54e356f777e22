using System.Globalization;
using System.Text;

namespace Moi.PowerShell.Fleet.Files;

/// <summary>Makes what a remote says of itself fit to stand in the name of a file, on Windows as on Linux.</summary>
internal static class SafeFileName
{
    private const int LongestName = 255;
    private const char Stead = '_';

    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
    };

    /// <summary>A text that stands within a name: what would end a part of a path, steer a terminal or hide becomes an underscore.</summary>
    public static string PartOf(string text)
    {
        StringBuilder safe = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            // A half of a pair comes as U+FFFD, so that what is written can be read back.
            bool isUnfit = rune.Value < 0x80 && "/\\:*?\"<>|".Contains((char)rune.Value, StringComparison.Ordinal);
            bool isUnseen = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
            safe.Append(isUnfit || isUnseen ? Stead.ToString() : rune.ToString());
        }

        return safe.Length == 0 ? Stead.ToString() : safe.ToString();
    }

    /// <summary>A whole name made of such parts: not one that climbs, that Windows shortens, or that it takes for a device.</summary>
    public static string Whole(string name)
    {
        string trimmed = name.TrimEnd('.', ' ');
        string safe = trimmed + new string(Stead, name.Length - trimmed.Length);
        string stem = safe.Split('.')[0].TrimEnd(' ');
        return safe.Length == 0 || Devices.Contains(stem) ? Stead + safe : safe;
    }

    /// <summary>Whether no file system takes a name of that length.</summary>
    public static bool IsTooLong(string name) => Encoding.UTF8.GetByteCount(name) > LongestName;
}
