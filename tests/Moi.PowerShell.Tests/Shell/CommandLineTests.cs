namespace Moi.PowerShell.Tests.Shell;

public sealed class CommandLineTests : IDisposable
{
    private readonly StubModule _module = new();

    public void Dispose() => _module.Dispose();

    [Theory]
    [InlineData("-NoSuchOption")]
    [InlineData("-Command")]
    [InlineData("-File")]
    [InlineData("-ModulePath")]
    [InlineData("no-such-script.ps1")]
    public async Task A_command_line_that_makes_no_sense_is_one_line_and_64(params string[] arguments)
    {
        MoiResult result = await MoiProcess.RunAsync(_module, arguments);

        Assert.Equal(64, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.Contains(arguments[0], result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_are_understood_as_pwsh_abbreviates_them()
    {
        MoiResult result = await MoiProcess.RunAsync(_module, "-nop", "--NoLogo", "-noni", "-c", "'ran'");

        Assert.Equal(new MoiResult(0, "ran\n", ""), result);
    }

    [Theory]
    [InlineData("-Help")]
    [InlineData("-?")]
    [InlineData("--help")]
    public async Task Help_names_every_option(string option)
    {
        MoiResult result = await MoiProcess.RunAsync(_module, option);

        Assert.Equal(0, result.ExitCode);
        Assert.All(
            (string[])
            [
                "-Command", "-File", "-Demo", "-ModulePath", "-NonInteractive", "-NoLogo", "-NoProfile", "-Version",
            ],
            name => Assert.Contains(name, result.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        MoiResult result = await MoiProcess.RunAsync(_module, "-Version");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^Moi \d+\.\d+\.\d+\S*\n$", result.Output);
    }

    [Fact]
    public async Task A_module_that_is_missing_is_a_clear_error()
    {
        string nowhere = Path.Combine(_module.ModulePath, "nowhere");

        MoiResult result = await MoiProcess.RunAsync(_module, "-ModulePath", nowhere, "-Command", "1");

        Assert.Equal(70, result.ExitCode);
        Assert.Contains($"there is no module at {nowhere}", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_module_that_cannot_be_imported_ends_the_run()
    {
        string broken = _module.WriteScript("Broken.psd1", "@{ RootModule = 'gone.psm1'; ModuleVersion = '1.0' }");

        MoiResult result = await MoiProcess.RunAsync(_module, "-ModulePath", broken, "-Command", "'ran'");

        Assert.Equal(70, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Contains("gone.psm1", result.Error, StringComparison.Ordinal);
    }
}
