namespace Moi.Protocol.Configuration;

/// <summary>What may stand in an MQTT topic as Moi writes it.</summary>
internal static class TopicText
{
    public const int LongestToken = 64;

    /// <summary>1 to 64 of A-Z a-z 0-9 _ -: no dots, which RabbitMQ turns into slashes.</summary>
    public static bool IsToken(string text) => text.Length is > 0 and <= LongestToken && text.All(IsTokenCharacter);

    /// <summary>A topic's root: such tokens with single slashes between them.</summary>
    public static bool IsRoot(string text) => text.Split('/').All(IsToken);

    /// <summary>A token as much like the text as may be: other characters become <c>-</c>.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="otherwise">The token to use for an empty text.</param>
    public static string ToToken(string text, string otherwise)
    {
        string token = new([.. text.Take(LongestToken).Select(c => IsTokenCharacter(c) ? c : '-')]);
        return token.Length > 0 ? token : otherwise;
    }

    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}
