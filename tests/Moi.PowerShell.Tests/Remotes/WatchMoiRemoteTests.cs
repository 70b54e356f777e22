using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Remotes;

public sealed class WatchMoiRemoteTests
{
    [Fact]
    public async Task Remotes_are_shown_as_they_go_and_come_until_it_is_stopped()
    {
        using ModuleSession demo = new();
        int port = demo.Run("Start-MoiDemo -Count 2").Clean().Single.Port;
        using ModuleSession session = new();
        session.Connect(port);

        using RunningScript watching = session.Begin("Watch-MoiRemote -IncludeCurrent");
        await Eventually.Holds(() => watching.Emitted == 2);
        demo.Run("Stop-MoiDemo -Name frodo").Clean();
        await Eventually.Holds(() => watching.Emitted == 3);
        demo.Run("Start-MoiDemo -Name frodo").Clean();
        await Eventually.Holds(() => watching.Emitted == 4);
        ScriptResult result = watching.Stop();

        Assert.Equal(["bilbo", "frodo", "frodo", "frodo"], result.Values("Name"));
        Assert.Equal(["Online", "Online", "Offline", "Online"], result.Values("State").Select(state => state!.ToString()));
        Assert.Equal([null, null, "stopped", null], result.Values("Reason"));
        Assert.NotNull(result.Values("Since")[2]);
    }

    [Fact]
    public void It_ends_by_itself_after_the_time_given()
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo -Count 2; New-MoiGroup one -Remote frodo").Clean();

        Assert.Empty(session.Run("Watch-MoiRemote -ForSeconds 0.01").Clean().Output);
        Assert.Equal(["frodo"], session.Run("Watch-MoiRemote -Name F* -IncludeCurrent -ForSeconds 0.01").Clean().Names);
        Assert.Equal(["frodo"], session.Run("Watch-MoiRemote -Group one -IncludeCurrent -ForSeconds 0.01").Clean().Names);
        Assert.Equal("GroupNotFound", session.Run("Watch-MoiRemote -Group two -ForSeconds 1").TerminationId);
    }

    [Fact]
    public void What_it_emits_names_remotes()
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo -Count 2").Clean();

        Assert.Equal(["bilbo", "frodo"], session.Run("Watch-MoiRemote -IncludeCurrent -ForSeconds 0.01 | Get-MoiRemote").Clean().Names);
    }
}
