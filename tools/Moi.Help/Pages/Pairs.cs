using Markdig.Syntax;

namespace Moi.Help.Pages;

/// <summary>Reads lines of the form <c>Name: value</c>, of which the form of these pages needs no more.</summary>
internal static class Pairs
{
    /// <summary>The pairs in a block; a value may be empty.</summary>
    /// <exception cref="HelpPageException">A line is none, or a name is there twice.</exception>
    public static IReadOnlyDictionary<string, string> Of(string file, LeafBlock block)
    {
        Dictionary<string, string> pairs = new(StringComparer.Ordinal);
        foreach ((string text, int line) in Lines(block))
        {
            if (text.Length == 0)
            {
                continue;
            }

            int colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1)
            {
                throw new HelpPageException(file, line, $"expected 'Name: value', not '{text}'");
            }

            string name = text[..colon].Trim();
            if (!pairs.TryAdd(name, text[(colon + 1)..].Trim()))
            {
                throw new HelpPageException(file, line, $"'{name}' is there twice");
            }
        }

        return pairs;
    }

    /// <summary>The lines of a block, each with its number.</summary>
    public static IEnumerable<(string Text, int Line)> Lines(LeafBlock block)
    {
        for (int i = 0; i < block.Lines.Count; i++)
        {
            yield return (block.Lines.Lines[i].ToString(), block.Lines.Lines[i].Line + 1);
        }
    }
}
