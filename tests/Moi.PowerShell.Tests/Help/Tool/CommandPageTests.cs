using Moi.Help;
using Moi.Help.Pages;

namespace Moi.PowerShell.Tests.Help.Tool;

public sealed class CommandPageTests
{
    [Fact]
    public void A_page_is_read_whole()
    {
        CommandPage page = PageText.Read();

        Assert.Equal("Get-Thing", page.Name);
        Assert.Equal([new ProseItem("Gets `things`, one by one.", false)], page.Synopsis.Items);
        Assert.Equal(
            [new SyntaxLine("Name (Default)", "Get-Thing [[-Name] <String[]>] [-All]"), new SyntaxLine("Id", "Get-Thing -Id <Int32> [-All]")],
            page.Syntax);
        Assert.Equal(
            [
                new ProseItem("The first paragraph.", false),
                new ProseItem("an item", true),
                new ProseItem("another *", true),
                new ProseItem("The last paragraph <is> & stays.", false),
            ],
            page.Description.Items);
        Example example = Assert.Single(page.Examples);
        Assert.Equal([new CodeBlock("powershell", "Get-Thing\n\nGet-Thing -All"), new CodeBlock("Output", "a thing")], example.Code);
        Assert.Equal(["All", "Id", "Name"], page.Parameters.Select(parameter => parameter.Name));
        ParameterFacts name = Assert.Single(page.Parameters[2].Facts);
        Assert.Equal(["one", "two"], name.AcceptedValues);
        Assert.Equal(("String[]", false, "0", "one", "True (ByValue)", true), (name.Type, name.IsRequired, name.Position, name.Default, name.PipelineInput, name.AcceptsWildcards));
        Assert.Equal(["a", "every"], page.Parameters[0].Facts[0].Aliases);
        Assert.Equal("System.String[]", Assert.Single(page.Inputs).Name);
        Assert.Equal("Moi.Thing", Assert.Single(page.Outputs).Name);
        Assert.Empty(page.Notes.Items);
        Assert.Equal([new Link("Set-Thing", "Set-Thing.md"), new Link("Online", "https://things.example/get")], page.Links);
    }

    [Theory]
    [InlineData("schema: 2.0.0", "schema: 3.0.0", 1, "schema: 2.0.0")]
    [InlineData("schema: 2.0.0", "schema 2.0.0", 5, "'Name: value'")]
    [InlineData("# Get-Thing", "# Get-Things", 8, "Get-Things.md")]
    [InlineData("## NOTES\n\n", "", 8, "NOTES")]
    [InlineData("## SYNTAX", "#### SYNTAX", 15, "level 3")]
    [InlineData("Gets `things`, one\nby one.", "", 10, "SYNOPSIS")]
    [InlineData("Gets `things`, one", "{{ Fill in the Synopsis }}", 10, "SYNOPSIS")]
    [InlineData("Gets `things`", "Gets *things*", 12, "emphasis")]
    [InlineData("Gets `things`", "Gets [things](x.md)", 12, "a link")]
    [InlineData("- an item", "1. an item", 34, "list")]
    [InlineData("```powershell", "```csharp", 43, "powershell, pwsh or Output")]
    [InlineData("\n\nGets all.\n\n## PARAMETERS", "\n\n## PARAMETERS", 41, "words")]
    [InlineData("### -All", "### All", 57, "-All")]
    [InlineData("### -All", "### -Zebra", 55, "alphabet")]
    [InlineData("### CommonParameters\n\nAs all have them.\n\n", "", 55, "CommonParameters")]
    [InlineData("Required: True", "Required: Yes", 77, "True or False")]
    [InlineData("Type: Int32", "Kind: Int32", 77, "'Type:' is missing")]
    [InlineData("Type: Int32", "Type: Int32\nColour: red", 77, "Colour")]
    [InlineData("Type: Int32", "Type: Int32\nType: Int32", 79, "twice")]
    [InlineData("[Set-Thing](Set-Thing.md)", "Set-Thing", 126, "link")]
    public void A_page_of_another_form_is_an_error_that_names_the_line(string old, string with, int line, string says)
    {
        HelpPageException error = Assert.Throws<HelpPageException>(() => PageText.Read(old, with));

        Assert.StartsWith($"Get-Thing.md({error.Line}): ", error.Message);
        Assert.Contains(says, error.Message);
        Assert.Equal(line, error.Line);
    }

    [Fact]
    public void Text_before_the_first_heading_is_an_error()
    {
        HelpPageException error = Assert.Throws<HelpPageException>(() => MarkdownPage.Parse("x.md", "\nwords\n\n# Heading\n"));

        Assert.Equal(2, error.Line);
    }

    [Fact]
    public void A_page_with_Windows_line_ends_is_the_same()
    {
        CommandPage page = CommandPageReader.Read(MarkdownPage.Parse(PageText.File, PageText.Good.ReplaceLineEndings("\r\n")));

        Assert.Equal(Moi.Help.Maml.Of([PageText.Read()]), Moi.Help.Maml.Of([page]));
    }
}
