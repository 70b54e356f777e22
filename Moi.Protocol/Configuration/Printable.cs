namespace Moi.Protocol.Configuration;

/// <summary>Names out of a file, made fit for a message of one line.</summary>
internal static class Printable
{
    private const int LongestName = 60;

    /// <summary>The name between single quotes, clean.</summary>
    public static string Quote(string name) => $"'{Clean(name)}'";

    /// <summary>The name without control characters, shortened if it is very long.</summary>
    public static string Clean(string name)
    {
        string shown = name.Length <= LongestName ? name : string.Concat(name.AsSpan(0, LongestName), "...");
        return new string([.. shown.Select(c => IsFit(c) ? c : '?')]);
    }

    // The two separators count as line ends for some readers of a log; half a surrogate pair is no text.
    private static bool IsFit(char c) => !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('\u2028' or '\u2029');
}
