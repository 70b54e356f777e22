using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Moi.Help.Pages;

/// <summary>Reads the page of a command, in the form that platyPS calls schema 2.0.0. Whatever deviates from it is an error.</summary>
internal static class CommandPageReader
{
    private const string Schema = "2.0.0";
    private const string CommonParameters = "CommonParameters";

    private static readonly string[] Titles =
    [
        "SYNOPSIS", "SYNTAX", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS",
    ];

    /// <summary>Reads one.</summary>
    /// <exception cref="HelpPageException">It is not of that form.</exception>
    public static CommandPage Read(MarkdownPage page)
    {
        if (page.FrontMatter.GetValueOrDefault("schema") != Schema)
        {
            throw new HelpPageException(page.File, 1, $"expected 'schema: {Schema}' between lines of dashes at the head");
        }

        if (page.Sections is not [Section command])
        {
            throw new HelpPageException(page.File, 1, "expected one heading of level 1, the command");
        }

        if (command.Title != Path.GetFileNameWithoutExtension(page.File))
        {
            throw command.Wrong($"the page of {command.Title} is called {command.Title}.md");
        }

        if (!command.Sections.Select(section => section.Title).SequenceEqual(Titles))
        {
            throw command.Wrong($"expected the sections {string.Join(", ", Titles)}");
        }

        Section[] parts = [.. command.Sections];
        return new CommandPage(
            page.File,
            command.Title,
            Filled(parts[0]),
            SyntaxOf(parts[1]),
            Filled(parts[2]),
            [.. parts[3].Sections.Select(ExampleOf)],
            ParametersOf(parts[4]),
            [.. parts[5].Sections.Select(TypeOf)],
            [.. parts[6].Sections.Select(TypeOf)],
            parts[7].Prose(),
            LinksOf(parts[8]));
    }

    private static Prose Filled(Section section)
    {
        Prose prose = section.Prose();
        return prose.Items.Count > 0 && !prose.Items.Any(item => item.Text.Contains("{{", StringComparison.Ordinal))
            ? prose
            : throw section.Wrong($"'{section.Title}' says nothing");
    }

    private static IReadOnlyList<SyntaxLine> SyntaxOf(Section section) => section.Sections.Count == 0
        ? [new SyntaxLine(ParameterFacts.AllSets, OneLine(section))]
        : [.. section.Sections.Select(set => new SyntaxLine(set.Title, OneLine(set)))];

    private static string OneLine(Section section) => section.Blocks is [FencedCodeBlock code]
        ? string.Join(' ', CodeBlock.TextOf(code).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        : throw section.Wrong("expected one block of code");

    private static Example ExampleOf(Section section)
    {
        List<FencedCodeBlock> code = [.. section.Blocks.TakeWhile(block => block is FencedCodeBlock).Cast<FencedCodeBlock>()];
        if (code.Count == 0)
        {
            throw section.Wrong("an example begins with a block of code");
        }

        List<CodeBlock> blocks = [.. code.Select(block => CodeBlock.Of(section, block))];
        Prose remarks = Prose.Of(section, section.Blocks.Skip(code.Count));
        return remarks.Items.Count > 0
            ? new Example(section.Title, section.Line, blocks, remarks)
            : throw section.Wrong("an example ends with words on it");
    }

    private static List<Parameter> ParametersOf(Section section)
    {
        if (section.Sections is not [.., { Title: CommonParameters }])
        {
            throw section.Wrong($"the last parameter is {CommonParameters}");
        }

        List<Parameter> parameters = [.. section.Sections.SkipLast(1).Select(ParameterOf)];
        return parameters.Select(parameter => parameter.Name).SequenceEqual(
            parameters.Select(parameter => parameter.Name).Order(StringComparer.OrdinalIgnoreCase))
            ? parameters
            : throw section.Wrong("the parameters stand in the order of the alphabet");
    }

    private static Parameter ParameterOf(Section section)
    {
        if (!section.Title.StartsWith('-'))
        {
            throw section.Wrong($"a parameter is written -{section.Title}");
        }

        List<FencedCodeBlock> facts = [.. section.Blocks.OfType<FencedCodeBlock>()];
        if (facts.Count == 0 || facts.Any(block => block.Info != "yaml"))
        {
            throw section.Wrong("expected one block of yaml for each kind of parameter set");
        }

        Section words = section with { Blocks = [.. section.Blocks.Take(section.Blocks.Count - facts.Count)] };
        return new Parameter(section.Title[1..], Filled(words), [.. facts.Select(block => ParameterFacts.Of(section, block))]);
    }

    private static TypeEntry TypeOf(Section section) => new(section.Title, section.Prose());

    private static List<Link> LinksOf(Section section) => [.. section.Blocks.Select(block =>
        block is ParagraphBlock { Inline: { } inlines } && inlines.ToList() is [LinkInline { Url: { Length: > 0 } url } link] && link.FirstChild is LiteralInline text
            ? new Link(text.Content.ToString(), url)
            : throw section.Wrong(block, "expected a link on a paragraph of its own, such as [Get-MoiRemote](Get-MoiRemote.md)"))];
}
