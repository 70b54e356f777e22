using System.Net.Sockets;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Demo;

public sealed class DemoTests
{
    [Fact]
    public void The_demo_says_where_it_is_and_connects_the_session()
    {
        using ModuleSession session = new();

        ScriptResult demo = session.Run("Start-MoiDemo").Clean();

        Assert.Equal(["frodo", "bilbo", "merry", "pippin"], (IReadOnlyList<string>)demo.Single.Remotes);
        Assert.Equal("127.0.0.1", demo.Single.Broker);
        Assert.True(Directory.Exists(demo.Single.Folder));
        Assert.Equal(4, session.Run("Get-MoiRemote").Clean().Output.Count);
    }

    [Fact]
    public void A_demo_can_have_more_remotes_all_with_names_of_their_own()
    {
        using ModuleSession session = new();

        session.Run("Start-MoiDemo -Count 30").Clean();

        ScriptResult result = session.Run("Get-MoiRemote").Clean();
        Assert.Equal(30, result.Names.Distinct().Count());
        Assert.Equal(30, result.Values("Address").Distinct().Count());
    }

    [Fact]
    public void A_second_demo_in_one_session_is_an_error_and_the_first_goes_on()
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo -Count 1").Clean();

        Assert.Equal("DemoRuns", session.Run("Start-MoiDemo").TerminationId);

        Assert.Equal(["frodo"], session.Run("Get-MoiRemote").Clean().Names);
    }

    [Fact]
    public void Stopping_deletes_the_files_frees_the_port_and_ends_the_commands()
    {
        using LastingCommand command = new();
        using ModuleSession session = new();
        ScriptResult demo = session.Run("Start-MoiDemo").Clean();
        using ModuleSession other = new();
        other.Connect(demo.Single.Port);
        using RunningScript running = other.Begin($"Invoke-MoiRun '{command.Text}'");
        Assert.True(SpinWait.SpinUntil(() => command.Running == 4, TimeSpan.FromSeconds(20)));

        Assert.Empty(session.Run("Stop-MoiDemo").Clean().Output);

        AssertNothingIsLeft(demo);
        Assert.Equal(0, command.Running);
        Assert.Equal("NoDemo", ScriptResult.IdOf(session.Run("Stop-MoiDemo").Error));
    }

    [Fact]
    public void Removing_the_module_ends_the_demo()
    {
        using LastingCommand command = new();
        using ModuleSession session = new();
        ScriptResult demo = session.Run("Start-MoiDemo").Clean();
        using ModuleSession other = new();
        other.Connect(demo.Single.Port);
        using RunningScript running = other.Begin($"Invoke-MoiRun '{command.Text}'");
        Assert.True(SpinWait.SpinUntil(() => command.Running == 4, TimeSpan.FromSeconds(20)));

        session.Run("Remove-Module Moi").Clean();

        AssertNothingIsLeft(demo);
        Assert.Equal(0, command.Running);
    }

    [Fact]
    public void After_Stop_a_new_demo_can_be_started()
    {
        using ModuleSession session = new();

        session.Run("Start-MoiDemo -Count 1; Stop-MoiDemo; Start-MoiDemo -Count 2").Clean();

        Assert.Equal(["bilbo", "frodo"], session.Run("Get-MoiRemote").Clean().Names);
    }

    [Fact]
    public void The_port_can_be_chosen_and_one_that_is_taken_is_a_clear_error()
    {
        using ModuleSession session = new();
        using ModuleSession other = new();
        int port = FreePort.Next();

        Assert.Equal(port, session.Run($"Start-MoiDemo -Count 1 -Port {port}").Clean().Single.Port);
        ScriptResult taken = other.Run($"Start-MoiDemo -Count 1 -Port {port}");

        Assert.Equal("DemoFailed", taken.TerminationId);
        Assert.Contains($"port {port}", taken.Termination!.ToString());
        Assert.DoesNotContain('\n', taken.Termination.ToString());
        Assert.Equal("NoDemo", ScriptResult.IdOf(other.Run("Stop-MoiDemo").Error));
        session.Run("Stop-MoiDemo").Clean();
        Assert.Equal(["frodo"], other.Run($"$demo = Start-MoiDemo -Count 1 -Port {port}; Get-MoiRemote").Clean().Names);
    }

    [Theory]
    [InlineData("Stop-MoiDemo -Name sam")]
    [InlineData("Start-MoiDemo -Name sam")]
    public void A_demo_remote_that_is_not_there_is_an_error(string command)
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo -Count 1").Clean();

        Assert.Equal("RemoteNotFound", ScriptResult.IdOf(session.Run(command).Error));
    }

    [Fact]
    public void Demo_remotes_are_stopped_and_started_by_wildcard_and_doing_so_twice_does_no_harm()
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo").Clean();

        session.Run("Stop-MoiDemo -Name m*, pippin; Stop-MoiDemo -Name merry").Clean();
        Assert.Equal(["bilbo", "frodo"], session.Run("Get-MoiRemote").Names);

        ScriptResult started = session.Run("Start-MoiDemo -Name *; Start-MoiDemo -Name frodo").Clean();
        Assert.Equal(["frodo", "bilbo", "merry", "pippin"], (IReadOnlyList<string>)started.Output[0].Properties["Remotes"].Value);
        Assert.Equal(4, session.Run("Get-MoiRemote").Clean().Output.Count);
    }

    [Fact]
    public void A_demo_remote_keeps_its_keys_while_it_is_stopped()
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo -Count 2; Set-MoiKey mood good").Clean();

        session.Run("Stop-MoiDemo -Name frodo; Start-MoiDemo -Name frodo").Clean();

        Assert.Equal(["bilbo", "frodo"], session.Run("Get-MoiRemote -Filter mood=good").Clean().Names);
    }

    [Fact]
    public async Task A_demo_remote_that_is_asked_to_restart_comes_back_by_itself()
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo -Count 2").Clean();

        Assert.Equal(["bilbo", "frodo"], session.Run("Restart-MoiRemote").Clean().Names);

        await Eventually.Holds(() => session.Run("Get-MoiRemote") is { Errors.Count: 0, Output.Count: 2 });
    }

    [Fact]
    public void Without_a_demo_its_remotes_cannot_be_started_or_stopped()
    {
        using ModuleSession session = new();

        Assert.Equal("NoDemo", session.Run("Start-MoiDemo -Name merry").TerminationId);
        Assert.Equal("NoDemo", session.Run("Stop-MoiDemo -Name merry").TerminationId);
        Assert.Equal("NoDemo", ScriptResult.IdOf(session.Run("Stop-MoiDemo").Error));
        session.Run("Stop-MoiDemo -ErrorAction Ignore").Clean();
    }

    private static void AssertNothingIsLeft(ScriptResult demo)
    {
        Assert.False(Directory.Exists(demo.Single.Folder));
        using TcpClient probe = new();
        Assert.Throws<SocketException>(() => probe.Connect("127.0.0.1", (int)demo.Single.Port));
    }
}
