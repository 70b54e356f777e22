namespace Moi.Protocol.Transport;

/// <summary>Makes text that others wrote fit for one line of a message.</summary>
internal static class OneLine
{
    private const int Longest = 200;

    /// <summary>Whether a text has characters that steer a terminal, or end a line.</summary>
    public static bool HasControls(string text) => text.Any(char.IsControl);

    /// <summary>The text without control characters and final full stop, cut at 200 characters.</summary>
    /// <param name="text">Untrusted text.</param>
    /// <returns>One line.</returns>
    public static string Of(string? text)
    {
        ReadOnlySpan<char> kept = text.AsSpan().Trim().TrimEnd('.');
        kept = kept[..Math.Min(kept.Length, Longest)];
        return string.Create(kept.Length, kept.ToString(), static (line, source) =>
        {
            for (int i = 0; i < line.Length; i++)
            {
                line[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        });
    }
}
