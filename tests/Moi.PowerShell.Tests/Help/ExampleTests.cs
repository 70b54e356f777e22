using System.Management.Automation.Language;
using Moi.Help.Pages;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Help;

/// <summary>
/// Runs the examples of each page in their order, in one session on a demo with a group of everyone, as the pages assume; a page
/// whose examples start a demo has none before. What needs commands that come with pwsh is left to the Pester tests.
/// </summary>
public sealed class ExampleTests
{
    public static TheoryData<string> Pages =>
    [
        .. HelpPages.All.Commands.Select(page => page.Name),
        .. HelpPages.All.Topics.Select(topic => topic.Name),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Examples_run_without_an_error(string page)
    {
        List<string> examples = [.. ExamplesOf(page)];
        using TemporaryFolder folder = Workplace();
        using ModuleSession session = new();
        session.Set("folder", folder.Path);
        session.Run("$ExecutionContext.SessionState.Path.SetLocation($folder) | Out-Null").Clean();
        if (!examples.Any(StartsDemo))
        {
            session.Run("Start-MoiDemo; New-MoiGroup all").Clean();
        }

        foreach (string example in examples.Where(example => CanRun(session, example)))
        {
            ScriptResult result = session.Run(example);
            IEnumerable<object?> errors = [.. result.Errors, result.Termination];
            Assert.True(errors.All(error => error is null), $"{example}\n{string.Join('\n', errors)}");
        }
    }

    [Fact]
    public void Every_example_is_PowerShell()
    {
        foreach (CodeBlock code in AllCode().Where(code => code.Language != CodeBlock.Output))
        {
            System.Management.Automation.Language.Parser.ParseInput(code.Text, out _, out ParseError[] errors);
            Assert.True(errors.Length == 0, $"{code.Text}\n{errors.FirstOrDefault()}");
        }
    }

    [Fact]
    public void Most_examples_can_be_run_here()
    {
        using ModuleSession session = new();
        List<string> examples = [.. AllCode().Where(code => code.Language == CodeBlock.Run).Select(code => code.Text)];

        Assert.True(examples.Count(example => CanRun(session, example)) > examples.Count * 3 / 4);
    }

    private static IEnumerable<string> ExamplesOf(string name) =>
        (HelpPages.All.Topics.FirstOrDefault(topic => topic.Name == name)?.Code ?? HelpPages.Of(name).Examples.SelectMany(example => example.Code))
        .Where(code => code.Language == CodeBlock.Run)
        .Select(code => code.Text);

    private static IEnumerable<CodeBlock> AllCode() =>
    [
        .. HelpPages.All.Commands.SelectMany(page => page.Examples).SelectMany(example => example.Code),
        .. HelpPages.All.Topics.SelectMany(topic => topic.Code),
    ];

    /// <summary>The files that the examples send.</summary>
    private static TemporaryFolder Workplace()
    {
        TemporaryFolder folder = new();
        folder.Write("Cargo.toml", "[package]\n");
        folder.Write("space", "df -h / | tail -n 1\n");
        folder.Write("install", "echo installed\n");
        folder.Write("a.conf", "a = 1\n");
        folder.Write("b.conf", "b = 2\n");
        return folder;
    }

    private static bool StartsDemo(string example) => CommandsIn(example).Any(command =>
        command.GetCommandName() == "Start-MoiDemo" && !command.CommandElements.OfType<CommandParameterAst>().Any(parameter => parameter.ParameterName == "Name"));

    private static bool CanRun(ModuleSession session, string example)
    {
        List<string> defined = [.. FunctionsIn(example)];
        return CommandsIn(example)
            .Select(command => command.GetCommandName())
            .Where(name => name is not null && !defined.Contains(name))
            .All(name => session.Run($"Get-Command {name} -ErrorAction Ignore").Output.Count > 0);
    }

    private static IEnumerable<string> FunctionsIn(string example) =>
        Parse(example).FindAll(ast => ast is FunctionDefinitionAst, searchNestedScriptBlocks: true).Select(ast => ((FunctionDefinitionAst)ast).Name);

    private static IEnumerable<CommandAst> CommandsIn(string example) =>
        Parse(example).FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>();

    private static ScriptBlockAst Parse(string example) => System.Management.Automation.Language.Parser.ParseInput(example, out _, out _);
}
