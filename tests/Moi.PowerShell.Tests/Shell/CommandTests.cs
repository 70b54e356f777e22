namespace Moi.PowerShell.Tests.Shell;

public sealed class CommandTests : IDisposable
{
    private readonly StubModule _module = new();

    public void Dispose() => _module.Dispose();

    [Theory]
    [InlineData("1", 0)]
    [InlineData("Get-Silent; 1", 0)]
    [InlineData("Get-Silent", 1)]
    [InlineData("throw 'x'", 1)]
    [InlineData("1 +", 1)]
    [InlineData("exit", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("& { exit 4 }; 1", 4)]
    public async Task A_command_ends_with_the_exit_code_of_pwsh(string command, int exitCode)
    {
        MoiResult result = await MoiProcess.RunAsync(_module, "-Command", command);

        Assert.Equal(exitCode, result.ExitCode);
    }

    [Fact]
    public async Task A_native_command_that_fails_last_gives_1()
    {
        MoiResult result = await MoiProcess.RunAsync(_module, "-c", "dotnet --no-such-option-at-all");

        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task All_that_follows_Command_is_its_text()
    {
        MoiResult result = await MoiProcess.RunAsync(_module, "-COMMAND", "'a'", "+", "'-File'");

        Assert.Equal("a-File\n", result.Output);
    }

    [Fact]
    public async Task Objects_come_out_as_a_table_without_escape_sequences()
    {
        MoiResult result = await MoiProcess.RunAsync(_module, "-Command", "Get-Device");

        const string Table = "\nAddress Name  Time\n------- ----  ----\na1      name1    1\na2      name2    2\n\n";
        Assert.Equal(new MoiResult(0, Table, ""), result);
    }

    [Fact]
    public async Task Redirected_output_is_formatted_for_120_cells()
    {
        MoiResult result = await MoiProcess.RunAsync(_module, "-Command", "[pscustomobject]@{ A = 'x' * 300 }");

        // The formatter leaves the last cell of a row alone.
        Assert.Equal(119, result.Output.Split('\n').Max(line => line.Length));
    }

    [Fact]
    public async Task Errors_go_to_standard_error_in_their_concise_form()
    {
        MoiResult result = await MoiProcess.RunAsync(_module, "-Command", "Get-Silent; 'on'; throw 'the end'");

        Assert.Equal("on\n", result.Output);
        Assert.Equal(
            ["Get-Silent: no answer from frodo", "Exception: the end"],
            result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_parse_error_shows_its_place()
    {
        MoiResult result = await MoiProcess.RunAsync(_module, "-Command", "if (1) {");

        Assert.Contains("1 |  if (1) {", result.Error, StringComparison.Ordinal);
        Assert.Contains("Missing closing '}'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warnings_and_remarks_go_to_standard_output_and_progress_nowhere()
    {
        MoiResult result = await MoiProcess.RunAsync(_module, "-Command", "Get-Noise -Verbose");

        Assert.Equal("WARNING: a warning\nVERBOSE: a remark\nan object\n", result.Output);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public async Task Text_is_UTF8_whatever_the_locale()
    {
        MoiSetting setting = new() { Environment = { ["LC_ALL"] = "C", ["LANG"] = null } };

        MoiResult result = await MoiProcess.RunAsync(_module, setting, "-Command", "'Zürich 日本'");

        Assert.Equal("Zürich 日本\n", result.Output);
    }

    [Theory]
    [InlineData("Get-Device | Select-Object Name", "Select-Object")]
    [InlineData("select 1", "Select-Object")]
    [InlineData("ConvertTo-Json 1; Get-Date", "ConvertTo-Json, Get-Date")]
    public async Task A_command_that_only_pwsh_has_gets_a_hint(string command, string named)
    {
        MoiResult result = await MoiProcess.RunAsync(_module, "-Command", command);

        Assert.Equal(1, result.ExitCode);
        string hint = Assert.Single(result.Error.Split('\n'), line => line.Contains("pwsh", StringComparison.Ordinal));
        Assert.StartsWith($"{named} come", hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-thing")]
    [InlineData("try { Select-Object } catch { 'caught' }")]
    [InlineData("Get-Command Select-Object -ErrorAction Ignore")]
    public async Task Nothing_else_gets_that_hint(string command)
    {
        MoiResult result = await MoiProcess.RunAsync(_module, "-Command", command);

        Assert.DoesNotContain("pwsh", result.Error, StringComparison.Ordinal);
    }
}
