using System.Management.Automation;
using System.Text.RegularExpressions;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Missing;

public sealed partial class MissingRemoteTests(OwnDevices devices) : IClassFixture<OwnDevices>
{
    [Fact]
    public async Task A_remote_that_was_killed_is_named_with_since_when_and_the_others_answer()
    {
        using ModuleSession session = devices.Open();
        await devices.Fleet["merry"].KillAsync();

        ScriptResult result = session.Run("Get-MoiRemote");
        await devices.Fleet["merry"].StartAgainAsync();

        Assert.Null(result.Termination);
        Assert.Equal(["bilbo", "frodo", "pippin"], result.Names);
        Assert.Matches(
            @"^10\.10\.10\.22 merry failed to respond: offline since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d, its connection was lost$",
            result.Error.ToString());
        Assert.Equal("RemoteOffline", ScriptResult.IdOf(result.Error));
        Assert.Equal(ErrorCategory.ResourceUnavailable, result.Error.CategoryInfo.Category);
        Assert.Equal("10.10.10.22 merry", result.Error.TargetObject.ToString());
        Assert.Equal(4, session.Run("Get-MoiRemote").Clean().Output.Count);
    }

    [Fact]
    public async Task A_session_that_comes_later_knows_who_is_missing_and_since_when()
    {
        await devices.Fleet["pippin"].KillAsync();
        using ModuleSession session = devices.Open();

        ScriptResult result = session.Run("Get-MoiRemote");
        await devices.Fleet["pippin"].StartAgainAsync();

        Assert.Equal(["bilbo", "frodo", "merry"], result.Names);
        Assert.StartsWith("10.10.10.23 pippin failed to respond: offline", result.Error.ToString());
    }

    [Fact]
    public async Task Who_was_missing_can_be_piped_on_when_it_is_back()
    {
        using ModuleSession session = devices.Open();
        await devices.Fleet["merry"].KillAsync();

        ScriptResult meanwhile = session.Run(
            "Get-MoiRemote -ErrorVariable missing -ErrorAction SilentlyContinue | Where-Object Name -eq merry; $missing | Get-MoiRemote");
        await devices.Fleet["merry"].StartAgainAsync();

        Assert.Empty(meanwhile.Output);
        Assert.StartsWith("10.10.10.22 merry failed to respond", meanwhile.Error.ToString());
        Assert.Equal(["merry"], session.Run("$missing | Get-MoiRemote").Clean().Names);
    }

    [Fact]
    public async Task Under_ErrorAction_Stop_the_answers_come_first()
    {
        using ModuleSession session = devices.Open();
        await devices.Fleet["merry"].KillAsync();

        ScriptResult result = session.Run("Get-MoiRemote -ErrorAction Stop");
        ScriptResult preferred = session.Run("$ErrorActionPreference = 'Stop'; Invoke-MoiRun 'echo here'");
        await devices.Fleet["merry"].StartAgainAsync();

        Assert.Equal(["bilbo", "frodo", "pippin"], result.Names);
        Assert.Equal("RemoteOffline", result.TerminationId);
        Assert.Equal(["bilbo", "frodo", "pippin"], preferred.Names);
        Assert.Equal("RemoteOffline", preferred.TerminationId);
    }

    [Theory]
    [InlineData("Set-MoiKey stopped yes -BatchSize 2")]
    [InlineData("Invoke-MoiRun 'true' -ThrottleLimit 1")]
    [InlineData("Set-MoiKey stopped yes -Filter name -BatchSize 2")]
    [InlineData("New-MoiGroup stopped -Force")]
    [InlineData("Start-MoiJob 'true' | Wait-MoiJob -ErrorAction Stop")]
    public async Task So_do_they_where_a_command_asks_more_than_once(string command)
    {
        using ModuleSession session = devices.Open();
        await devices.Fleet["merry"].KillAsync();

        ScriptResult result = session.Run($"$ErrorActionPreference = 'Stop'; {command}");
        await devices.Fleet["merry"].StartAgainAsync();
        await devices.Fleet.WaitOnlineAsync();

        Assert.Equal(command.Contains('|') ? [] : ["bilbo", "frodo", "pippin"], result.Names);
        Assert.Equal("RemoteOffline", result.TerminationId);
    }

    [Fact]
    public void A_remote_that_hangs_is_named_after_the_silence_and_the_others_answer()
    {
        using ModuleSession session = devices.Open();
        devices.Fleet["bilbo"].Freeze();

        ScriptResult result = session.Run("Get-MoiRemote -TimeoutSeconds 2");
        devices.Fleet["bilbo"].Thaw();

        Assert.Equal(["frodo", "merry", "pippin"], result.Names);
        Assert.Matches(
            @"^10\.10\.10\.11 bilbo failed to respond: no answer within \d+(\.\d)? s, though the broker holds its connection$",
            result.Error.ToString());
        Assert.Equal("RemoteSilent", ScriptResult.IdOf(result.Error));
        Assert.Equal(ErrorCategory.OperationTimeout, result.Error.CategoryInfo.Category);
        Assert.Equal(4, session.Run("Get-MoiRemote").Clean().Output.Count);
    }

    [Fact]
    public async Task A_remote_that_hangs_at_work_is_named_as_fallen_silent_and_may_have_done_it()
    {
        using LastingCommand command = new();
        using ModuleSession session = devices.Open();
        using RunningScript running = session.Begin($"Invoke-MoiRun '{command.Text}' -Name frodo -TimeoutSeconds 0.5");
        await Eventually.Holds(() => running.Progress.Count > 1 && command.Running == 1);
        devices.Fleet["frodo"].Freeze();

        ScriptResult result = running.Wait();
        devices.Fleet["frodo"].Thaw();

        Assert.Equal("RemoteFellSilent", ScriptResult.IdOf(result.Error));
        Assert.Matches(
            @"^10\.10\.10\.10 frodo failed to respond: acknowledged, then silent for \d+(\.\d)? s; it may have run$",
            result.Error.ToString());
    }

    [Fact]
    public async Task A_command_on_a_remote_that_is_killed_meanwhile_is_not_awaited_for_ever_and_may_have_run()
    {
        using LastingCommand command = new();
        using ModuleSession session = devices.Open();
        using RunningScript running = session.Begin($"Invoke-MoiRun '{command.Text}' -Name frodo -TimeoutSeconds 0.5");
        await Eventually.Holds(() => command.Running == 1);
        await devices.Fleet["frodo"].KillAsync();

        ScriptResult result = running.Wait();
        await devices.Fleet["frodo"].StartAgainAsync();

        Assert.Equal("RemoteWentOffline", ScriptResult.IdOf(result.Error));
        Assert.Matches(
            @"^10\.10\.10\.10 frodo failed to respond: it is now offline since .*, its connection was lost; it may have run$",
            result.Error.ToString());
    }

    [Fact]
    public async Task A_change_for_a_remote_that_is_away_says_that_it_may_have_been_done()
    {
        using ModuleSession session = devices.Open();
        await devices.Fleet["merry"].KillAsync();

        ScriptResult result = session.Run("Set-MoiKey away 1 -Name merry");
        await devices.Fleet["merry"].StartAgainAsync();

        Assert.EndsWith("; it may have run", result.Error.ToString());
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task A_remote_that_is_asked_to_restart_ends_in_order_and_is_away_until_it_is_started()
    {
        using ModuleSession session = devices.Open();

        ScriptResult restart = session.Run("Get-MoiRemote -Filter name=merry | Restart-MoiRemote").Clean();
        int code = await devices.Fleet["merry"].WaitForExitAsync();
        ScriptResult away = session.Run("Get-MoiRemote");
        await devices.Fleet["merry"].StartAgainAsync();

        Assert.Equal(["merry"], restart.Names);
        Assert.Equal(0, code);
        Assert.Equal(["bilbo", "frodo", "pippin"], away.Names);
        Assert.Matches(Restarting(), away.Error.ToString());
        Assert.Equal(4, session.Run("Get-MoiRemote").Clean().Output.Count);
    }

    [Fact]
    public async Task A_remote_that_is_told_to_end_says_farewell_first()
    {
        using ModuleSession session = devices.Open();

        int code = await devices.Fleet["pippin"].TerminateAsync();
        ScriptResult away = session.Run("Get-MoiRemote");
        await devices.Fleet["pippin"].StartAgainAsync();

        Assert.Equal(0, code);
        Assert.Matches(@"^10\.10\.10\.23 pippin failed to respond: offline since .*, it was stopped$", away.Error.ToString());
    }

    [Fact]
    public async Task The_whole_question_can_be_bounded_and_what_runs_then_is_ended()
    {
        using LastingCommand command = new();
        using ModuleSession session = devices.Open();

        ScriptResult result = session.Run($"Invoke-MoiRun '{command.Text}' -Name frodo -TotalTimeoutSeconds 2");

        Assert.Equal("RemoteOutOfTime", ScriptResult.IdOf(result.Error));
        Assert.Matches("^10\\.10\\.10\\.10 frodo failed to respond: .* when the time was up", result.Error.ToString());
        await Eventually.Holds(() => command.Running == 0);
    }

    [Fact]
    public void A_demo_remote_can_be_stopped_and_started_as_in_the_story()
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo").Clean();
        session.Run("Stop-MoiDemo -Name merry").Clean();

        ScriptResult away = session.Run("Get-MoiRemote");

        Assert.Equal(["bilbo", "frodo", "pippin"], away.Names);
        Assert.Matches(@"^10\.10\.10\.22 merry failed to respond: offline since .*, it was stopped$", away.Error.ToString());
        session.Run("Start-MoiDemo -Name merry").Clean();
        Assert.Equal(4, session.Run("Get-MoiRemote").Clean().Output.Count);
    }

    [GeneratedRegex(@"^10\.10\.10\.22 merry failed to respond: restarting since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")]
    private static partial Regex Restarting();
}
