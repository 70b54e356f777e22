namespace Moi.PowerShell.Tests.Shell;

public sealed class ScriptFileTests : IDisposable
{
    private readonly StubModule _module = new();

    public void Dispose() => _module.Dispose();

    [Theory]
    [InlineData("'well'", 0)]
    [InlineData("Get-Silent", 0)]
    [InlineData("dotnet --no-such-option-at-all", 0)]
    [InlineData("'a'; exit 4; 'b'", 4)]
    [InlineData("throw 'x'", 1)]
    [InlineData("if (1) {", 1)]
    [InlineData("Get-Silent -ErrorAction Stop", 1)]
    public async Task A_script_ends_with_the_exit_code_of_pwsh(string text, int exitCode)
    {
        string script = _module.WriteScript("a.ps1", text);

        MoiResult result = await MoiProcess.RunAsync(_module, "-File", script);

        Assert.Equal(exitCode, result.ExitCode);
    }

    [Fact]
    public async Task Arguments_are_bound_as_pwsh_binds_them()
    {
        string script = _module.WriteScript(
            "with args.ps1",
            """
            param([string] $Name, [switch] $Loud, [switch] $Quiet, [Parameter(ValueFromRemainingArguments)] $Rest)
            "$Name|$Loud|$Quiet|$($Rest -join '+')|$([IO.Path]::GetFileName($PSCommandPath))"
            """);

        MoiResult result = await MoiProcess.RunAsync(
            _module, "-File", script, "-Name", "it's $x", "-Loud:$false", "-Quiet", "a b", "-5", "-", "");

        Assert.Equal("it's $x|False|True|a b+-5+-+|with args.ps1\n", result.Output);
    }

    [Fact]
    public async Task File_may_be_left_out_and_options_after_the_script_are_its_own()
    {
        string script = _module.WriteScript("it's [a].ps1", "\"$args\"");

        MoiResult result = await MoiProcess.RunAsync(_module, script, "-NoLogo", "-Command", "1");

        Assert.Equal("-NoLogo -Command 1\n", result.Output);
    }

    [Fact]
    public async Task An_error_shows_its_place_in_the_script()
    {
        string script = _module.WriteScript("a.ps1", "'one'\nGet-Silent");

        MoiResult result = await MoiProcess.RunAsync(_module, "-File", script);

        Assert.Equal("one\n", result.Output);
        Assert.StartsWith($"Get-Silent: {script}:2\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("no answer from frodo", result.Error, StringComparison.Ordinal);
    }
}
