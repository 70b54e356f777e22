using System.Management.Automation;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Keys;

public sealed class CompletionTests(SharedFleets fleets)
{
    [Theory]
    [InlineData("Get-MoiRemote -Name ", "bilbo frodo merry pippin")]
    [InlineData("Get-MoiRemote -Name F", "frodo")]
    [InlineData("Get-MoiRemote -Name *rr", "merry")]
    [InlineData("Get-MoiRemote -Name 'p", "pippin")]
    [InlineData("Test-MoiRemote -Name b", "bilbo")]
    [InlineData("Set-MoiKey A 1 -Name frodo, m", "merry")]
    [InlineData("Watch-MoiRemote -Name b", "bilbo")]
    public async Task Names_are_those_of_known_remotes(string line, string expected)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Equal(expected, string.Join(' ', Complete(session, line).Select(match => match.CompletionText)));
    }

    [Fact]
    public async Task A_name_is_explained()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Equal("10.10.10.10 frodo, online", Assert.Single(Complete(session, "Get-MoiRemote -Name fro")).ToolTip);
    }

    [Fact]
    public async Task Names_of_jobs_are_those_met_in_this_session()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        session.Run("Start-MoiJob 'echo x' -JobName completed-job -Name frodo | Wait-MoiJob").Clean();

        Assert.Equal(["completed-job"], Complete(session, "Wait-MoiJob compl").Select(match => match.CompletionText));
        Assert.Equal(["completed-job"], Complete(session, "Stop-MoiJob -JobName compl").Select(match => match.CompletionText));
    }

    [Theory]
    [InlineData("Invoke-MoiRun x t", "tmp")]
    [InlineData("Start-MoiJob x -Directory ", "bin home self tmp")]
    [InlineData("Send-MoiFile x h", "home")]
    public void Folders_are_those_that_every_remote_knows(string line, string expected)
    {
        using ModuleSession session = new();

        Assert.Equal(expected, string.Join(' ', Complete(session, line).Select(match => match.CompletionText)));
    }

    [Fact]
    public async Task Keys_are_those_that_always_are_and_those_met_in_this_session()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        using ModuleSession other = await fleets.OpenAsync(FleetKind.Demo);
        session.Run("Set-MoiKey completed-1 1 -Name frodo").Clean();
        other.Run("Set-MoiKey completed-2 2 -Name frodo").Clean();

        Assert.Equal(["completed-1"], Complete(session, "Get-MoiRemote comp").Select(match => match.CompletionText));
        Assert.Equal(["arch"], Complete(session, "Get-MoiRemote -Key ar").Select(match => match.CompletionText));
        Assert.Equal(["completed-1"], Complete(session, "Remove-MoiKey addr, comp").Select(match => match.CompletionText));
        Assert.Equal(["completed-1"], Complete(session, "Set-MoiKey comp").Select(match => match.CompletionText));

        session.Run("Get-MoiRemote completed-2, completed-3").Clean();
        Assert.Equal(["completed-1", "completed-2"], Complete(session, "Get-MoiRemote comp").Select(match => match.CompletionText));
    }

    private static IReadOnlyList<CompletionResult> Complete(ModuleSession session, string line)
    {
        session.Set("line", line);
        return
        [
            .. session.Run("[System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches")
                .Clean().Output.Select(match => (CompletionResult)match.BaseObject),
        ];
    }
}
