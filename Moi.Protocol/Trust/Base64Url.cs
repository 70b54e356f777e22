using System.Buffers;

namespace Moi.Protocol.Trust;

/// <summary>base64url without padding (RFC 7515, 2). .NET has its own from version 9; the module runs on 8 too.</summary>
internal static class Base64Url
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static string Encode(ReadOnlySpan<byte> bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <exception cref="FormatException">The text is not base64url, or not the one text that these bytes have.</exception>
    public static byte[] Decode(string text)
    {
        if (text.AsSpan().ContainsAnyExcept(Alphabet) || HasSpareBits(text))
        {
            throw new FormatException("A part of it is not base64url.");
        }

        string padding = (text.Length % 4) switch { 2 => "==", 3 => "=", _ => string.Empty };
        return Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/') + padding);
    }

    /// <summary>
    /// Whether the last character says more than the bytes need. Readers pass over those bits, and so several texts would be one
    /// signature.
    /// </summary>
    private static bool HasSpareBits(string text)
    {
        int unused = (text.Length % 4) switch { 2 => 0b1111, 3 => 0b11, _ => 0 };
        return unused != 0 && (ValueOf(text[^1]) & unused) != 0;
    }

    private static int ValueOf(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '-' => 62,
        _ => 63,
    };
}
