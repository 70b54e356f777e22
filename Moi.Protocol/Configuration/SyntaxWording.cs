namespace Moi.Protocol.Configuration;

/// <summary>
/// Our words for what a parser says is wrong. The parsers' own messages are never passed on: they quote the text, and
/// the text may be a password that lacks its quotes.
/// </summary>
/// <param name="otherwise">What to say of a message not known here.</param>
/// <param name="wordings">Part of the parser's message, and what to say instead; the first that matches.</param>
internal sealed class SyntaxWording(string otherwise, params (string Part, string Words)[] wordings)
{
    public string For(string message)
    {
        foreach ((string part, string words) in wordings)
        {
            if (message.Contains(part, StringComparison.Ordinal))
            {
                return words;
            }
        }

        return otherwise;
    }
}
