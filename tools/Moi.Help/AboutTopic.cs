using System.Text;
using Markdig.Syntax;
using Moi.Help.Pages;

namespace Moi.Help;

/// <summary>Writes a page about_NAME as the text that Get-Help shows.</summary>
internal static class AboutTopic
{
    private const int Width = 80;
    private const string Indent = "    ";

    private static readonly string[] FirstSections = ["SHORT DESCRIPTION", "LONG DESCRIPTION"];

    /// <summary>The text: the name, and then every section of the page.</summary>
    /// <exception cref="HelpPageException">The page is not of the form of such topics.</exception>
    public static string Of(MarkdownPage page)
    {
        string name = Path.GetFileNameWithoutExtension(page.File);
        if (page.Sections is not [{ Blocks.Count: 0, Sections: [{ Blocks.Count: 0, Sections.Count: 0 } topic] }, ..] || topic.Title != name)
        {
            throw new HelpPageException(page.File, 1, $"expected a title, and '## {name}' below it");
        }

        if (!page.Sections.Skip(1).Take(FirstSections.Length).Select(section => section.Title).SequenceEqual(FirstSections))
        {
            throw new HelpPageException(page.File, 1, $"expected the headings {string.Join(" and ", FirstSections)} next");
        }

        StringBuilder text = new($"TOPIC\n{Indent}{name}\n");
        foreach (Section section in page.Sections.Skip(1))
        {
            Append(text, section);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Section section)
    {
        text.Append('\n').Append(section.Level == 1 ? section.Title.ToUpperInvariant() : section.Title).Append('\n');
        bool isFirst = true;
        foreach (Block block in section.Blocks)
        {
            text.Append(isFirst ? string.Empty : "\n");
            isFirst = false;
            if (block is FencedCodeBlock code)
            {
                foreach ((string line, _) in Pairs.Lines(code))
                {
                    text.Append(line.Length > 0 ? $"{Indent}{Indent}{line}" : string.Empty).Append('\n');
                }

                continue;
            }

            foreach (ProseItem item in Prose.Of(section, [block]).Items)
            {
                AppendWrapped(text, item);
            }
        }

        foreach (Section inner in section.Sections)
        {
            Append(text, inner);
        }
    }

    private static void AppendWrapped(StringBuilder text, ProseItem item)
    {
        string begin = item.IsListItem ? $"{Indent}- " : Indent;
        StringBuilder line = new(begin);
        bool isEmpty = true;
        foreach (string word in item.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                text.Append(line).Append('\n');
                line.Clear().Append(' ', begin.Length);
                isEmpty = true;
            }

            line.Append(isEmpty ? string.Empty : " ").Append(word);
            isEmpty = false;
        }

        text.Append(line).Append('\n');
    }
}
