using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;

namespace Moi.Help.Pages;

/// <summary>A Markdown file, cut into sections.</summary>
/// <param name="File">Its path, for messages.</param>
/// <param name="FrontMatter">The pairs between the lines of dashes at its head.</param>
/// <param name="Sections">The sections of level 1.</param>
internal sealed record MarkdownPage(string File, IReadOnlyDictionary<string, string> FrontMatter, IReadOnlyList<Section> Sections)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().Build();

    /// <summary>Reads one.</summary>
    /// <exception cref="HelpPageException">It is not made of sections.</exception>
    public static MarkdownPage Parse(string file, string text)
    {
        MarkdownDocument document = Markdown.Parse(text, Pipeline);
        Queue<Block> blocks = new(document);
        IReadOnlyDictionary<string, string> frontMatter = new Dictionary<string, string>();
        if (blocks.TryPeek(out Block? first) && first is YamlFrontMatterBlock yaml)
        {
            blocks.Dequeue();
            frontMatter = Pairs.Of(file, yaml);
        }

        if (blocks.TryPeek(out Block? stray) && stray is not HeadingBlock)
        {
            throw new HelpPageException(file, stray.Line + 1, "expected a heading before any text");
        }

        return new MarkdownPage(file, frontMatter, SectionsIn(file, blocks, level: 1));
    }

    private static List<Section> SectionsIn(string file, Queue<Block> blocks, int level)
    {
        List<Section> sections = [];
        while (blocks.TryPeek(out Block? next) && next is HeadingBlock heading && heading.Level >= level)
        {
            if (heading.Level > level)
            {
                throw new HelpPageException(file, heading.Line + 1, $"expected a heading of level {level}, not {heading.Level}");
            }

            blocks.Dequeue();
            List<Block> below = [];
            while (blocks.TryPeek(out Block? block) && block is not HeadingBlock)
            {
                below.Add(blocks.Dequeue());
            }

            string title = Prose.TextOf(file, heading);
            sections.Add(new Section(file, level, title, heading.Line + 1, below, SectionsIn(file, blocks, level + 1)));
        }

        return sections;
    }
}
