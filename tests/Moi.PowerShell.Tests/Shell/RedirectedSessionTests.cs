namespace Moi.PowerShell.Tests.Shell;

public sealed class RedirectedSessionTests : IDisposable
{
    private readonly StubModule _module = new();

    public void Dispose() => _module.Dispose();

    [Fact]
    public async Task Commands_are_read_without_prompt_or_banner_until_one_says_exit()
    {
        MoiResult result = await RunAsync("$x = 2\n\n$x * 21\nexit 3\n'never'\n");

        Assert.Equal(new MoiResult(3, "42\n", ""), result);
    }

    [Fact]
    public async Task A_statement_may_have_many_lines()
    {
        MoiResult result = await RunAsync("if ($true) {\n\n'in'\n}\n@'\nhere\n'@\n1 +\n2\n");

        Assert.Equal("in\nhere\n3\n", result.Output);
    }

    [Fact]
    public async Task An_error_does_not_end_the_session_and_the_last_command_gives_the_exit_code()
    {
        MoiResult result = await RunAsync("throw 'x'\n'$?' + $?\nGet-Silent");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("$?False\n", result.Output);
    }

    [Fact]
    public async Task A_statement_that_the_input_ends_in_is_a_parse_error()
    {
        MoiResult result = await RunAsync("'a'\nif ($true) {");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Missing closing '}'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_with_a_dash_reads_them_too()
    {
        MoiResult result = await MoiProcess.RunAsync(_module, new MoiSetting { Input = "'a'\n" }, "-Command", "-");

        Assert.Equal("a\n", result.Output);
    }

    [Fact]
    public async Task The_history_holds_the_commands()
    {
        MoiResult result = await RunAsync("$null = 1\n$null = 2\n(Get-History).CommandLine\n");

        Assert.Equal("$null = 1\n$null = 2\n", result.Output);
    }

    [Fact]
    public async Task Questions_are_answered_by_the_lines_that_follow()
    {
        MoiResult result = await RunAsync("Set-Device\nfrodo\nwhat\n?\ny\nSet-Device sam\nn\n'after'\n");

        Assert.Contains("Supply values for the following parameters", result.Output, StringComparison.Ordinal);
        Assert.Contains("[Y] Yes", result.Output, StringComparison.Ordinal);
        Assert.Contains("N - Skip this operation", result.Output, StringComparison.Ordinal);
        Assert.Contains("did set frodo\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("did set sam", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("after\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_are_asked_for_as_such()
    {
        MoiResult result = await RunAsync(
            "Get-Secret\nmellon\n$Host.UI.PromptForCredential('', '', '', '').UserName\nfrodo\nring\n");

        Assert.Contains("SecureString mellon\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("frodo\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Set-Device", "missing mandatory parameters: Name")]
    [InlineData("Set-Device frodo", "-NonInteractive")]
    public async Task Without_a_user_questions_are_errors(string command, string message)
    {
        MoiSetting setting = new() { Input = "y\ny\n" };

        MoiResult result = await MoiProcess.RunAsync(_module, setting, "-NonInteractive", "-Command", command);

        Assert.DoesNotContain("did set", result.Output, StringComparison.Ordinal);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_after_the_end_of_the_input_is_an_error()
    {
        MoiResult result = await MoiProcess.RunAsync(_module, "-Command", "Set-Device frodo");

        Assert.Contains("standard input has ended", result.Error, StringComparison.Ordinal);
    }

    private Task<MoiResult> RunAsync(string input) => MoiProcess.RunAsync(_module, new MoiSetting { Input = input });
}
