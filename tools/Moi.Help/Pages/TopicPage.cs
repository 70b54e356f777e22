using System.Text;
using Markdig.Syntax;

namespace Moi.Help.Pages;

/// <summary>A page about_NAME.</summary>
/// <param name="File">Its path, for messages.</param>
/// <param name="Name">The topic's name, with about_.</param>
/// <param name="Text">The topic as Get-Help shows it.</param>
/// <param name="Code">The blocks of code in it.</param>
internal sealed record TopicPage(string File, string Name, string Text, IReadOnlyList<CodeBlock> Code)
{
    private const int Width = 80;
    private const string Indent = "    ";

    private static readonly string[] FirstSections = ["SHORT DESCRIPTION", "LONG DESCRIPTION"];

    /// <summary>Reads one.</summary>
    /// <exception cref="HelpPageException">It is not of the form of such pages.</exception>
    public static TopicPage Read(MarkdownPage page)
    {
        string name = Path.GetFileNameWithoutExtension(page.File);
        if (page.Sections is not [{ Blocks.Count: 0, Sections: [{ Blocks.Count: 0 } topic] }, ..] || topic.Title != name)
        {
            throw new HelpPageException(page.File, 1, $"expected a title, and '## {name}' below it");
        }

        if (!page.Sections.Skip(1).Take(FirstSections.Length).Select(section => section.Title).SequenceEqual(FirstSections))
        {
            throw new HelpPageException(page.File, 1, $"expected the headings {string.Join(" and ", FirstSections)} next");
        }

        StringBuilder text = new($"TOPIC\n{Indent}{name}\n");
        List<CodeBlock> code = [];
        foreach (Section section in page.Sections.Skip(1))
        {
            Append(text, code, section);
        }

        return new TopicPage(page.File, name, text.ToString(), code);
    }

    private static void Append(StringBuilder text, List<CodeBlock> code, Section section)
    {
        text.Append('\n').Append(section.Level == 1 ? section.Title.ToUpperInvariant() : section.Title).Append('\n');
        for (int i = 0; i < section.Blocks.Count; i++)
        {
            text.Append(i > 0 ? "\n" : string.Empty);
            if (section.Blocks[i] is FencedCodeBlock block)
            {
                code.Add(CodeBlock.Of(section, block));
                AppendCode(text, code[^1]);
            }
            else
            {
                foreach (ProseItem item in Prose.Of(section, [section.Blocks[i]]).Items)
                {
                    AppendWrapped(text, item);
                }
            }
        }

        foreach (Section inner in section.Sections)
        {
            Append(text, code, inner);
        }
    }

    private static void AppendCode(StringBuilder text, CodeBlock code)
    {
        foreach (string line in code.Text.Split('\n'))
        {
            text.Append(line.Length > 0 ? $"{Indent}{Indent}{line}" : string.Empty).Append('\n');
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
