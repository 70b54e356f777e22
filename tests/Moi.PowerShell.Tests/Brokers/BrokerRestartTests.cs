using System.Management.Automation;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Brokers;

public sealed class BrokerRestartTests
{
    [Fact]
    public async Task A_session_goes_on_after_the_broker_was_killed_and_started_again()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using FleetOnMosquitto fleet = await FleetOnMosquitto.StartAsync();
        using ModuleSession session = new();
        session.Connect(fleet.Broker.Port);
        Assert.Equal(4, session.Run("Get-MoiRemote").Clean().Output.Count);

        await fleet.Broker.KillAsync();
        ScriptResult without = session.Run("Get-MoiRemote");
        await fleet.Broker.StartAgainAsync();
        await fleet.WaitOnlineAsync();

        Assert.Contains(without.TerminationId, (string[])["BrokerUnreachable", "BrokerConnectionLost"]);
        Assert.Equal(ErrorCategory.ConnectionError, without.Termination!.CategoryInfo.Category);
        Assert.Contains($"127.0.0.1:{fleet.Broker.Port}", without.Termination.ToString());
        Assert.DoesNotContain('\n', without.Termination.ToString());
        Assert.Equal(["bilbo", "frodo", "merry", "pippin"], session.Run("Get-MoiRemote").Clean().Names);
        Assert.Equal(4, session.Run("Invoke-MoiRun 'echo here'").Clean().Output.Count);
    }

    [Fact]
    public async Task Remotes_that_come_back_later_than_the_session_are_awaited()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using FleetOnMosquitto fleet = await FleetOnMosquitto.StartAsync();
        using ModuleSession session = new();
        session.Connect(fleet.Broker.Port);

        await fleet.Broker.KillAsync();
        fleet["merry"].Freeze();
        await fleet.Broker.StartAgainAsync();
        using RunningScript running = session.Begin("Get-MoiRemote -TimeoutSeconds 20");
        await Eventually.Holds(() => running.Emitted == 3);
        fleet["merry"].Thaw();

        Assert.Equal(["bilbo", "frodo", "merry", "pippin"], running.Wait().Clean().Names);
    }

    [Fact]
    public async Task A_command_under_way_outlasts_a_broker_that_is_killed_and_started_again()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using FleetOnMosquitto fleet = await FleetOnMosquitto.StartAsync();
        using ModuleSession session = new();
        session.Connect(fleet.Broker.Port);
        using RunningScript running = session.Begin(
            "Invoke-MoiRun 'echo once >> ran; while [ ! -e go ]; do sleep 0.1; done; cat ran' -TimeoutSeconds 20");
        await Eventually.Holds(() => fleet.Remotes.All(remote => File.Exists(Path.Combine(remote.Folder, "home", "ran"))));

        await fleet.Broker.KillAsync();
        await fleet.Broker.StartAgainAsync();
        await fleet.WaitOnlineAsync();
        foreach (MoidProcess remote in fleet.Remotes)
        {
            await File.WriteAllTextAsync(Path.Combine(remote.Folder, "home", "go"), "", TestContext.Current.CancellationToken);
        }

        ScriptResult result = running.Wait().Clean();
        Assert.Equal(["bilbo", "frodo", "merry", "pippin"], result.Names);
        Assert.Equal(["once", "once", "once", "once"], result.Values("Stdout"));
    }

    [Fact]
    public async Task A_remote_may_be_started_before_its_broker()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        int port = FreePort.Next();
        await using MoidProcess moid = MoidProcess.Launch(new() { Name = "early", Address = "10.10.10.50", BrokerPort = port });
        await Eventually.Holds(() => moid.Log.Contains("Trying again until it works"));

        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new() { Port = port });
        await moid.WaitOnlineAsync();

        using ModuleSession session = new();
        session.Connect(port);
        Assert.Equal(["early"], session.Run("Get-MoiRemote").Clean().Names);
    }
}
