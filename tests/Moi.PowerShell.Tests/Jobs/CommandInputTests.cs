using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Jobs;

/// <summary>What a run or a job is given besides its command.</summary>
public sealed class CommandInputTests(SharedFleets fleets)
{
    [Theory]
    [InlineData("'text'", "text")]
    [InlineData("'one', 'two'", "one\ntwo\n")]
    [InlineData("([byte[]](0x61, 0x0a, 0x62))", "a\nb")]
    [InlineData("(1, 2)", "1\n2\n")]
    [InlineData("''", "")]
    [InlineData("'Ünïcode→'", "Ünïcode→")]
    public async Task Standard_input_is_a_text_lines_or_bytes(string input, string expected)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult run = session.Run($"Invoke-MoiRun 'cat; echo .' -StandardInput {input} -Name frodo").Clean();
        ScriptResult job = session.Run($"Start-MoiJob 'cat; echo .' -StandardInput {input} -Name frodo | Wait-MoiJob").Clean();

        Assert.Equal(expected + ".", run.Single.Stdout);
        Assert.Equal(expected + ".", job.Single.Stdout);
    }

    [Fact]
    public async Task Standard_input_too_large_for_a_request_is_an_error_that_says_what_to_do()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        Assert.Equal(98304, int.Parse(session.Run("Invoke-MoiRun 'wc -c' -StandardInput ('x' * 98304) -Name frodo").Clean().Single.Stdout));
        ScriptResult result = session.Run("Invoke-MoiRun 'wc -c' -StandardInput ('x' * 98305) -Name frodo");

        Assert.Equal("BadCommandInput", result.TerminationId);
        Assert.Contains("send a file", result.Termination!.ToString());
    }

    [Fact]
    public async Task Variables_are_set_for_the_command()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run(
            "Invoke-MoiRun 'echo \"$GREETING|$COUNT|$EMPTY|$HOME\"' -Environment @{ GREETING = 'grüß dich'; COUNT = 3; EMPTY = $null } -Name frodo").Clean();

        string[] parts = ((string)result.Single.Stdout).Split('|');
        Assert.Equal(["grüß dich", "3", ""], parts[..3]);
        Assert.NotEqual("", parts[3]);
    }

    [Theory]
    [InlineData("@{ 'a=b' = 1 }")]
    [InlineData("@{ '' = 1 }")]
    public async Task A_name_that_is_no_variables_ends_the_command(string variables)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        Assert.Equal("BadCommandInput", session.Run($"Invoke-MoiRun 'env' -Environment {variables}").TerminationId);
    }
}
