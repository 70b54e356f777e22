using System.Xml.Linq;

namespace Moi.PowerShell.Tests.Help.Tool;

public sealed class MamlTests
{
    private static readonly XNamespace Text = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private readonly XElement _command = XDocument.Parse(PageText.Maml()).Root!.Element(Command + "command")!;

    [Fact]
    public void A_command_has_its_name_in_parts()
    {
        XElement details = _command.Element(Command + "details")!;

        Assert.Equal(
            ["Get-Thing", "Get", "Thing"],
            new[] { "name", "verb", "noun" }.Select(part => details.Element(Command + part)!.Value));
        Assert.Equal(["Gets `things`, one by one."], Paragraphs(details));
    }

    [Fact]
    public void A_list_is_set_off_from_what_follows()
    {
        Assert.Equal(
            ["The first paragraph.", "- an item", "- another *", "", "The last paragraph <is> & stays."],
            Paragraphs(_command));
    }

    [Fact]
    public void Each_parameter_set_has_its_own_syntax_the_positional_first_and_switches_without_a_value()
    {
        List<XElement> items = [.. _command.Element(Command + "syntax")!.Elements(Command + "syntaxItem")];

        Assert.Equal(["All, Id", "Name, All"], items.Select(NamesOf));
        XElement all = items[0].Elements(Command + "parameter").Single(parameter => parameter.Element(Text + "name")!.Value == "All");
        Assert.Null(all.Element(Command + "parameterValue"));
        Assert.Equal("False", all.Element(Dev + "defaultValue")!.Value);
        Assert.Equal("a, every", all.Attribute("aliases")!.Value);
    }

    [Fact]
    public void A_parameter_has_its_facts_as_attributes()
    {
        XElement name = _command.Element(Command + "parameters")!.Elements().Single(parameter => parameter.Element(Text + "name")!.Value == "Name");

        Assert.Equal(
            ["required=false", "variableLength=true", "globbing=true", "pipelineInput=True (ByValue)", "position=0", "aliases=none"],
            name.Attributes().Select(attribute => $"{attribute.Name}={attribute.Value}"));
        Assert.Equal("String[]", name.Element(Command + "parameterValue")!.Value);
        Assert.Equal("one", name.Element(Dev + "defaultValue")!.Value);
    }

    [Fact]
    public void An_example_has_a_line_of_dashes_around_its_title_and_all_its_code()
    {
        XElement example = _command.Element(Command + "examples")!.Elements().Single();

        Assert.Equal($"{new string('-', 22)} Example 1: Get all {new string('-', 22)}", example.Element(Text + "title")!.Value);
        Assert.Equal("Get-Thing\n\nGet-Thing -All\n\na thing", example.Element(Dev + "code")!.Value);
    }

    [Fact]
    public void A_title_that_fills_the_line_has_no_dashes()
    {
        string title = $"Example 1: {new string('x', 60)}";

        Assert.Contains($"<maml:title>{title}</maml:title>", PageText.Maml("Example 1: Get all", title));
    }

    [Fact]
    public void A_link_to_a_page_has_no_address_and_one_to_the_web_has()
    {
        Assert.Equal(
            ["Set-Thing ", "Online https://things.example/get"],
            _command.Element(Command + "relatedLinks")!.Elements().Select(link => $"{link.Element(Text + "linkText")!.Value} {link.Element(Text + "uri")!.Value}"));
    }

    private static string NamesOf(XElement item) =>
        string.Join(", ", item.Elements(Command + "parameter").Select(parameter => parameter.Element(Text + "name")!.Value));

    private static IEnumerable<string> Paragraphs(XElement parent) =>
        parent.Element(Text + "description")!.Elements(Text + "para").Select(paragraph => paragraph.Value);
}
