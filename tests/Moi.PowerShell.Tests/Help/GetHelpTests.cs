using System.Management.Automation;
using Moi.Help.Pages;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Help;

/// <summary>What Get-Help makes of the staged help.</summary>
public sealed class GetHelpTests
{
    public static TheoryData<string> CommandNames => PageTests.CommandNames;

    public static TheoryData<string> TopicNames => [.. HelpPages.All.Topics.Select(topic => topic.Name)];

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void Get_Help_shows_the_page_of_a_command(string name)
    {
        using ModuleSession session = new();
        CommandPage page = HelpPages.Of(name);

        PSObject help = Assert.Single(session.Run($"Get-Help {name} -Full").Clean().Output);

        Assert.Equal(Words(page.Synopsis), Words(help.Properties["Synopsis"].Value));
        Assert.Equal(Words(page.Description), Words(Texts(help.Properties["description"].Value)));
        Assert.Equal(
            page.Parameters.Select(parameter => (parameter.Name, Words(parameter.Description))),
            Each(help, "parameters", "parameter").Select(parameter => (
                $"{parameter.Properties["name"].Value}", Words(Texts(parameter.Properties["description"].Value)))));
        Assert.Equal(
            page.Examples.Select(example => string.Join("\n\n", example.Code.Select(code => code.Text))),
            Each(help, "examples", "example").Select(example => $"{example.Properties["code"].Value}"));
        Assert.Equal(page.Syntax.Count, Each(help, "syntax", "syntaxItem").Count);
    }

    [Theory]
    [MemberData(nameof(TopicNames))]
    public void Get_Help_shows_a_topic(string name)
    {
        using ModuleSession session = new();

        PSObject help = Assert.Single(session.Run($"Get-Help {name}").Clean().Output);

        Assert.Equal(
            HelpPages.All.Topics.Single(topic => topic.Name == name).Text.TrimEnd(),
            help.BaseObject.ToString()!.ReplaceLineEndings("\n").TrimEnd());
    }

    [Fact]
    public void A_parameter_has_help_of_its_own()
    {
        using ModuleSession session = new();

        PSObject help = Assert.Single(session.Run("Get-Help Invoke-MoiRun -Parameter RunTimeoutSeconds").Clean().Output);

        Assert.Contains("is killed", Words(Texts(help.Properties["description"].Value)));
    }

    private static List<PSObject> Each(PSObject help, string list, string item) =>
        PSObject.AsPSObject(help.Properties[list].Value).Properties[item].Value is { } found
            ? [.. LanguagePrimitives.GetEnumerable(found)?.Cast<object>().Select(PSObject.AsPSObject) ?? [PSObject.AsPSObject(found)]]
            : [];

    private static string Texts(object paragraphs) => string.Join(
        ' ', LanguagePrimitives.GetEnumerable(paragraphs).Cast<object>().Select(text => PSObject.AsPSObject(text).Properties["Text"].Value));

    private static string Words(object text) => string.Join(' ', $"{text}".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Words(Prose prose) => Words(string.Join(' ', prose.Items.Select(item => item.IsListItem ? $"- {item.Text}" : item.Text)));
}
