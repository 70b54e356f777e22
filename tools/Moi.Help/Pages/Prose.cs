using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Moi.Help.Pages;

/// <summary>
/// Text as a console shows it: paragraphs and the items of lists. Code keeps its backticks; there is no emphasis, since a
/// console has none.
/// </summary>
/// <param name="Items">The paragraphs and list items, in their order.</param>
internal sealed record Prose(IReadOnlyList<ProseItem> Items)
{
    /// <summary>The text of blocks.</summary>
    /// <exception cref="HelpPageException">A block is neither a paragraph nor a plain list.</exception>
    public static Prose Of(Section section, IEnumerable<Block> blocks)
    {
        List<ProseItem> items = [];
        foreach (Block block in blocks)
        {
            switch (block)
            {
                case ParagraphBlock paragraph:
                    items.Add(new ProseItem(TextOf(section.File, paragraph), IsListItem: false));
                    break;
                case ListBlock { IsOrdered: false } list:
                    items.AddRange(list.Select(item => ItemOf(section, item)));
                    break;
                default:
                    throw section.Wrong(block, $"expected text or a list below '{section.Title}'");
            }
        }

        return new Prose(items);
    }

    /// <summary>The text of a heading or a paragraph, on one line.</summary>
    /// <exception cref="HelpPageException">It holds something that a console cannot show.</exception>
    public static string TextOf(string file, LeafBlock block)
    {
        StringBuilder text = new();
        foreach (Inline inline in block.Inline!)
        {
            text.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => $"`{code.Content}`",
                LineBreakInline => " ",
                _ => throw new HelpPageException(file, block.Line + 1, $"text may hold code and nothing else of Markdown: '{NameOf(inline)}'"),
            });
        }

        return text.ToString().Trim();
    }

    private static ProseItem ItemOf(Section section, Block item) =>
        item is ListItemBlock and [ParagraphBlock only]
            ? new ProseItem(TextOf(section.File, only), IsListItem: true)
            : throw section.Wrong(item, "an item of a list is one paragraph");

    private static string NameOf(Inline inline) => inline switch
    {
        LinkInline or AutolinkInline => "a link",
        EmphasisInline => "emphasis",
        HtmlInline or HtmlEntityInline => "HTML",
        _ => inline.GetType().Name,
    };
}

/// <summary>A paragraph, or an item of a list.</summary>
/// <param name="Text">Its text, on one line.</param>
/// <param name="IsListItem">Whether it is an item of a list.</param>
internal sealed record ProseItem(string Text, bool IsListItem);
