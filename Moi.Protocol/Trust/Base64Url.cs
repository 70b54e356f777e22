using System.Buffers;

namespace Moi.Protocol.Trust;

/// <summary>base64url without padding (RFC 7515, 2). .NET has its own from version 9; the module runs on 8 too.</summary>
internal static class Base64Url
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static string Encode(ReadOnlySpan<byte> bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <exception cref="FormatException">The text is not base64url.</exception>
    public static byte[] Decode(string text)
    {
        if (text.AsSpan().ContainsAnyExcept(Alphabet))
        {
            throw new FormatException("A part of it is not base64url.");
        }

        string padding = (text.Length % 4) switch { 2 => "==", 3 => "=", _ => string.Empty };
        return Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/') + padding);
    }
}
