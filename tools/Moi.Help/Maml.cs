using System.Text;
using System.Xml;
using System.Xml.Linq;
using Moi.Help.Pages;

namespace Moi.Help;

/// <summary>Writes the pages of commands as Get-Help reads them.</summary>
internal static class Maml
{
    private const int TitleWidth = 64;

    private static readonly XNamespace Help = "http://msh";
    private static readonly XNamespace Text = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The whole file.</summary>
    public static string Of(IEnumerable<CommandPage> pages)
    {
        XDocument document = new(new XElement(Help + "helpItems", new XAttribute("schema", "maml"), pages.Select(CommandOf)));
        StringBuilder text = new();
        XmlWriterSettings settings = new() { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true };
        using (XmlWriter writer = XmlWriter.Create(text, settings))
        {
            document.Save(writer);
        }

        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{text}\n";
    }

    private static XElement CommandOf(CommandPage page)
    {
        string[] name = page.Name.Split('-', 2);
        return new XElement(
            Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Text),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(
                Command + "details",
                new XElement(Command + "name", page.Name),
                new XElement(Command + "verb", name[0]),
                new XElement(Command + "noun", name[^1]),
                DescriptionOf(page.Synopsis)),
            DescriptionOf(page.Description),
            new XElement(Command + "syntax", SetsOf(page).Select(set => SyntaxOf(page, set))),
            new XElement(Command + "parameters", page.Parameters.Select(parameter => ParameterOf(parameter, parameter.Facts[0], isSyntax: false))),
            new XElement(Command + "inputTypes", page.Inputs.Select(type => TypeOf(Command + "inputType", type))),
            new XElement(Command + "returnValues", page.Outputs.Select(type => TypeOf(Command + "returnValue", type))),
            new XElement(Text + "alertSet", new XElement(Text + "alert", ParagraphsOf(page.Notes))),
            new XElement(Command + "examples", page.Examples.Select(ExampleOf)),
            new XElement(Command + "relatedLinks", page.Links.Select(LinkOf)));
    }

    private static List<string> SetsOf(CommandPage page)
    {
        List<string> named =
        [
            .. page.Parameters.SelectMany(parameter => parameter.Facts)
                .SelectMany(facts => facts.ParameterSets)
                .Where(set => set != ParameterFacts.AllSets)
                .Distinct(),
        ];
        return named.Count > 0 ? named : [ParameterFacts.AllSets];
    }

    private static XElement SyntaxOf(CommandPage page, string set) => new(
        Command + "syntaxItem",
        new XElement(Text + "name", page.Name),
        page.Parameters
            .SelectMany(parameter => parameter.Facts, (parameter, facts) => (parameter, facts))
            .Where(entry => entry.facts.ParameterSets.Contains(set) || entry.facts.ParameterSets is [ParameterFacts.AllSets])
            .OrderBy(entry => entry.facts.Position, StringComparer.Ordinal)
            .Select(entry => ParameterOf(entry.parameter, entry.facts, isSyntax: true)));

    private static XElement ParameterOf(Parameter parameter, ParameterFacts facts, bool isSyntax) => new(
        Command + "parameter",
        new XAttribute("required", facts.IsRequired),
        new XAttribute("variableLength", true),
        new XAttribute("globbing", facts.AcceptsWildcards),
        new XAttribute("pipelineInput", facts.PipelineInput),
        new XAttribute("position", facts.Position == ParameterFacts.Named ? "named" : facts.Position),
        new XAttribute("aliases", facts.Aliases.Count > 0 ? string.Join(", ", facts.Aliases) : "none"),
        new XElement(Text + "name", parameter.Name),
        DescriptionOf(parameter.Description),
        isSyntax && facts.AcceptedValues.Count > 0
            ? new XElement(Command + "parameterValueGroup", facts.AcceptedValues.Select(value => ValueOf(value, isRequired: false)))
            : null,
        isSyntax && facts.IsSwitch ? null : ValueOf(facts.Type, isRequired: !facts.IsSwitch),
        new XElement(Dev + "type", new XElement(Text + "name", facts.Type), new XElement(Text + "uri")),
        new XElement(Dev + "defaultValue", facts is { IsSwitch: true, Default: "None" } ? "False" : facts.Default));

    private static XElement ValueOf(string text, bool isRequired) => new(
        Command + "parameterValue", new XAttribute("required", isRequired), new XAttribute("variableLength", false), text);

    private static XElement TypeOf(XName name, TypeEntry type) => new(
        name, new XElement(Dev + "type", new XElement(Text + "name", type.Name)), DescriptionOf(type.Description));

    private static XElement ExampleOf(Example example) => new(
        Command + "example",
        new XElement(Text + "title", Padded(example.Title)),
        new XElement(Dev + "code", string.Join("\n\n", example.Code.Select(block => block.Text))),
        new XElement(Dev + "remarks", ParagraphsOf(example.Remarks)));

    private static XElement LinkOf(Link link) => new(
        Text + "navigationLink",
        new XElement(Text + "linkText", link.Text),
        new XElement(Text + "uri", Uri.TryCreate(link.Target, UriKind.Absolute, out _) ? link.Target : string.Empty));

    private static XElement DescriptionOf(Prose prose) => new(Text + "description", ParagraphsOf(prose));

    /// <summary>After a list an empty paragraph sets off what follows.</summary>
    private static IEnumerable<XElement> ParagraphsOf(Prose prose)
    {
        bool isInList = false;
        foreach (ProseItem item in prose.Items)
        {
            if (isInList && !item.IsListItem)
            {
                yield return new XElement(Text + "para", string.Empty);
            }

            isInList = item.IsListItem;
            yield return new XElement(Text + "para", isInList ? $"- {item.Text}" : item.Text);
        }
    }

    /// <summary>A line of dashes with the title in its middle.</summary>
    private static string Padded(string title)
    {
        int dashes = (TitleWidth - title.Length - 2) / 2;
        return dashes > 0 ? $"{new string('-', dashes)} {title} {new string('-', dashes)}" : title;
    }
}
