using System.Management.Automation;
using Moi.Help.Pages;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Help;

/// <summary>The pages say what holds of the commands, and the committed help is what is made from the pages.</summary>
public sealed class PageTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public static TheoryData<string> CommandNames => [.. HelpPages.All.Commands.Select(page => page.Name)];

    [Fact]
    public void Every_command_has_a_page_and_every_page_a_command()
    {
        Assert.Equal(
            HelpPages.Commands(_session).Select(command => command.Name).Order(StringComparer.Ordinal),
            HelpPages.All.Commands.Select(page => page.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_committed_and_the_staged_help_are_made_from_the_pages()
    {
        foreach ((string name, string text) in HelpPages.All.Files())
        {
            Assert.Equal(text, Read(Path.Combine(HelpPages.Repository, "en-US", name)));
            Assert.Equal(text, Read(Path.Combine(StagedModule.Folder, "en-US", name)));
        }

        Assert.Equal(
            HelpPages.All.Files().Keys.Order(StringComparer.Ordinal),
            Directory.GetFiles(Path.Combine(HelpPages.Repository, "en-US")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void A_page_describes_the_parameters_of_its_command_and_no_others(string name)
    {
        Assert.Equal(HelpPages.OwnParameters(Command(name)), HelpPages.Of(name).Parameters.Select(parameter => parameter.Name));
    }

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void What_a_page_says_of_a_parameter_holds(string name)
    {
        CmdletInfo command = Command(name);
        CommandPage page = HelpPages.Of(name);
        foreach (CommandParameterSetInfo set in command.ParameterSets)
        {
            foreach (CommandParameterInfo parameter in set.Parameters.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name)))
            {
                Assert.Equal(
                    Described.By(command, parameter),
                    Described.By(page.Parameters.Single(described => described.Name == parameter.Name), set.Name));
            }
        }

        string[] sets = [.. command.ParameterSets.Select(set => set.Name), ParameterFacts.AllSets];
        Assert.All(page.Parameters.SelectMany(parameter => parameter.Facts).SelectMany(facts => facts.ParameterSets), set => Assert.Contains(set, sets));
    }

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void The_default_values_are_those_of_the_command(string name)
    {
        CmdletInfo info = Command(name);
        using IDisposable command = (IDisposable)Activator.CreateInstance(info.ImplementingType)!;
        foreach (Parameter parameter in HelpPages.Of(name).Parameters.Where(parameter => info.ImplementingType.GetProperty(parameter.Name) is not null))
        {
            object? value = info.ImplementingType.GetProperty(parameter.Name)!.GetValue(command);
            string? initial = value switch
            {
                string[] texts => string.Join(", ", texts),
                int number => number == 0 ? null : $"{number}",
                double number => number == 0 ? null : $"{number}",
                string text => text,
                _ => null,
            };
            if (initial is { Length: > 0 })
            {
                Assert.Equal((parameter.Name, initial), (parameter.Name, parameter.Facts[0].Default));
            }
        }
    }

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void The_syntax_shows_each_parameter_set_as_it_is(string name)
    {
        CmdletInfo command = Command(name);
        CommandPage page = HelpPages.Of(name);
        Assert.Equal(command.ParameterSets.Count, page.Syntax.Count);
        foreach (CommandParameterSetInfo set in command.ParameterSets)
        {
            string shown = page.Syntax.Single(line => line.ParameterSet is ParameterFacts.AllSets || line.ParameterSet == set.Name).Text;
            Assert.Equal(Described.Syntax(command, set), Described.Syntax(shown));
        }
    }

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void A_page_names_what_its_command_takes_and_emits(string name)
    {
        CmdletInfo command = Command(name);
        CommandPage page = HelpPages.Of(name);
        List<string> inputs =
        [
            .. command.ParameterSets
                .SelectMany(set => set.Parameters)
                .Where(parameter => parameter.ValueFromPipeline)
                .Select(parameter => parameter.ParameterType.FullName!)
                .Distinct(),
        ];

        Assert.Equal(inputs.DefaultIfEmpty("None"), page.Inputs.Select(type => type.Name));
        Assert.Equal(command.OutputType.Select(type => type.Name).DefaultIfEmpty("None"), page.Outputs.Select(type => type.Name));
        Assert.All([.. page.Inputs, .. page.Outputs], type => Assert.NotEmpty(type.Description.Items));
    }

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void A_page_has_examples_that_can_be_run_notes_and_links(string name)
    {
        CommandPage page = HelpPages.Of(name);

        Assert.True(page.Examples.Count >= 2, $"{name} has fewer than two examples.");
        Assert.Equal(
            page.Examples.Select((example, i) => $"Example {i + 1}"),
            page.Examples.Select(example => example.Title.Split(':')[0]));
        Assert.Contains(page.Examples, example => example.Code.Any(code => code.Language == CodeBlock.Run));
        Assert.All(page.Examples, example => Assert.Contains(example.Code, code => code.Text.Contains(name, StringComparison.Ordinal)));
        Assert.NotEmpty(page.Notes.Items);
        Assert.NotEmpty(page.Links);
    }

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void Links_lead_to_pages(string name)
    {
        CommandPage page = HelpPages.Of(name);

        Assert.All(page.Links, link =>
        {
            Assert.Equal($"{link.Text}.md", link.Target);
            Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(page.File)!, link.Target)), $"{name} leads to {link.Target}, which is not there.");
            Assert.NotEqual(name, link.Text);
        });
    }

    [Fact]
    public void Commands_and_topics_that_are_named_are_there()
    {
        HashSet<string> known =
        [
            .. HelpPages.All.Commands.Select(page => page.Name),
            .. HelpPages.All.Topics.Select(topic => topic.Name),
        ];

        foreach (string file in Directory.GetFiles(Path.Combine(HelpPages.Repository, "docs", "en-US")))
        {
            IEnumerable<string> named = PageWords.MoiNames().Matches(File.ReadAllText(file)).Select(match => match.Value);
            Assert.All(named, word => Assert.True(known.Contains(word), $"{Path.GetFileName(file)} names {word}, which is not there."));
        }
    }

    public void Dispose() => _session.Dispose();

    private CmdletInfo Command(string name) => HelpPages.Commands(_session).Single(command => command.Name == name);

    private static string Read(string file) => File.Exists(file)
        ? File.ReadAllText(file)
        : throw new FileNotFoundException($"There is no {file}. Make it: dotnet run --project tools/Moi.Help -- docs/en-US en-US");
}
