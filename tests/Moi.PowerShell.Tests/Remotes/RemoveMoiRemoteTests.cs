using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Remotes;

public sealed class RemoveMoiRemoteTests
{
    [Fact]
    public async Task A_retired_remote_is_forgotten_by_the_broker_too()
    {
        using ModuleSession session = new();
        int port = session.Run("Start-MoiDemo -Count 2; Stop-MoiDemo -Name frodo").Clean().Output[0].Properties["Port"].Value is int number ? number : 0;
        using ModuleSession watcher = new();
        watcher.Connect(port);
        using RunningScript watching = watcher.Begin("Watch-MoiRemote -IncludeCurrent");
        await Eventually.Holds(() => watching.Emitted == 2);
        Assert.Equal("RemoteOffline", ScriptResult.IdOf(session.Run("Get-MoiRemote").Error));

        Assert.Empty(session.Run("Remove-MoiRemote -Name frodo -Confirm:$false").Clean().Output);

        Assert.Equal(["bilbo"], session.Run("Get-MoiRemote").Clean().Names);
        await Eventually.Holds(() => watching.Emitted == 3);
        Assert.Equal("Removed", watching.Stop().Values("State")[2]!.ToString());
        using ModuleSession later = new();
        later.Connect(port);
        Assert.Equal(["bilbo"], later.Run("Get-MoiRemote").Clean().Names);
    }

    [Fact]
    public void It_asks_first_and_what_is_not_confirmed_stays()
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo -Count 2; Stop-MoiDemo -Name frodo").Clean();
        session.Host.Answer = 2;

        session.Run("Remove-MoiRemote -Name frodo").Clean();
        Assert.Contains("frodo", Assert.Single(session.Host.Questions));
        session.Run("Remove-MoiRemote -Name frodo -WhatIf").Clean();
        Assert.Contains(session.Host.Lines, line => line.Contains("What if") && line.Contains("frodo"));

        Assert.Equal("RemoteOffline", ScriptResult.IdOf(session.Run("Get-MoiRemote").Error));
    }

    [Fact]
    public async Task One_that_is_online_is_refused_and_with_Force_is_back_at_once()
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo -Count 2").Clean();

        ScriptResult refused = session.Run("Remove-MoiRemote -Name * -Confirm:$false");
        Assert.Equal(["RemoteOnline", "RemoteOnline"], refused.Errors.Select(ScriptResult.IdOf));
        Assert.Equal(["bilbo", "frodo"], session.Run("Get-MoiRemote").Clean().Names);

        using RunningScript watching = session.Begin("Remove-MoiRemote -Name frodo -Force -Confirm:$false; Watch-MoiRemote -Name frodo -IncludeCurrent");
        await Eventually.Holds(() => watching.Emitted == 1);
        Assert.Equal(["Online"], watching.Stop().Values("State").Select(state => state!.ToString()));
    }

    [Fact]
    public void A_filter_counts_as_far_as_it_can_be_told()
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo -Count 3; Stop-MoiDemo -Name frodo, bilbo").Clean();

        Assert.Equal(
            ["FilterUndecided", "FilterUndecided", "FilterUndecided"],
            session.Run("Remove-MoiRemote -Filter breakfasts=2 -Confirm:$false").Errors.Select(ScriptResult.IdOf));
        session.Run("Remove-MoiRemote -Filter { $_.name -eq 'FRODO' } -Confirm:$false").Clean();

        Assert.Equal("RemoteOffline", ScriptResult.IdOf(session.Run("Test-MoiRemote").Error));
    }

    [Fact]
    public void A_member_of_a_group_is_warned_of()
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo -Count 2; New-MoiGroup all; Stop-MoiDemo -Name frodo").Clean();

        Assert.Contains("still a member of the group all", Assert.Single(session.Run("Remove-MoiRemote -Name frodo -Confirm:$false").Warnings));
    }

    [Fact]
    public void Somebody_must_be_named_and_an_empty_pipeline_names_nobody()
    {
        using ModuleSession session = new();
        Assert.Equal("NobodyNamed", session.Run("Remove-MoiRemote -Confirm:$false").TerminationId);

        session.Run("Start-MoiDemo -Count 2; Stop-MoiDemo -Name frodo; @() | Remove-MoiRemote -Confirm:$false").Clean();

        Assert.Equal("RemoteOffline", ScriptResult.IdOf(session.Run("Get-MoiRemote").Error));
    }
}
