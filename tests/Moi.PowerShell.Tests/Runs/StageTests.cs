using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Runs;

public sealed class StageTests(SharedFleets fleets)
{
    private const string OneFails = "Invoke-MoiRun 'case $PWD in */merry/*) exit 3;; esac'";

    [Fact]
    public async Task The_next_stage_leaves_out_who_failed_and_says_so_once()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        ScriptResult result = session.Run($"{OneFails} | Invoke-MoiRun 'echo next'");

        Assert.Equal(["bilbo", "frodo", "pippin"], result.Names);
        Assert.Empty(result.Errors);
        Assert.Contains("1 remote(s) whose last result was a failure are left out", Assert.Single(result.Warnings));
    }

    [Fact]
    public async Task Who_failed_can_be_included()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Equal(
            ["bilbo", "frodo", "merry", "pippin"],
            session.Run($"{OneFails} | Invoke-MoiRun 'echo next' -IncludeFailed").Clean().Names);
        Assert.Equal(
            ["merry"],
            session.Run($"{OneFails} | Where-Object ExitCode -ne 0 | Get-MoiRemote -IncludeFailed").Clean().Names);
    }

    [Fact]
    public async Task Failures_can_be_looked_at_because_they_are_results_too()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Equal(["merry"], session.Run($"{OneFails} | Where-Object ExitCode -ne 0").Clean().Names);
    }

    [Fact]
    public async Task Every_stage_is_over_before_the_next_begins()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        ScriptResult result = session.Run(
            "'frodo', 'merry' | Set-MoiKey stage=1 | Invoke-MoiRun 'echo two' | Set-MoiKey stage 2 | Get-MoiRemote stage").Clean();

        Assert.Equal(["frodo", "merry"], result.Names);
        Assert.Equal([2L, 2L], result.Values("stage"));
    }
}
