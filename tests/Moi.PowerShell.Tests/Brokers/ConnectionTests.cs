using System.Management.Automation;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Brokers;

public sealed class ConnectionTests(SharedFleets fleets)
{
    [Fact]
    public async Task A_connection_says_what_it_is_of()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);
        int port = await fleets.PortOfAsync(FleetKind.Devices);

        ScriptResult result = session.Run($"$held = Connect-MoiBroker 127.0.0.1 {port} -PassThru; $held").Clean();

        Assert.Equal(("127.0.0.1", port), ((string, int))(result.Single.Broker, result.Single.Port));
        Assert.Equal((true, 4), ((bool, int))(result.Single.Connected, result.Single.Remotes));
        Assert.NotEmpty(result.Single.Operator);
        session.Run("$held | Disconnect-MoiBroker").Clean();
    }

    [Fact]
    public async Task Connecting_without_PassThru_emits_nothing()
    {
        using ModuleSession session = new();

        Assert.Empty(session.Run($"Connect-MoiBroker 127.0.0.1 {await fleets.PortOfAsync(FleetKind.Demo)}").Clean().Output);
    }

    [Fact]
    public async Task Each_command_can_be_given_its_own_connection()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);
        session.Run("Start-MoiDemo -Count 1").Clean();

        session.Run($"$devices = Connect-MoiBroker 127.0.0.1 {await fleets.PortOfAsync(FleetKind.Devices)} -PassThru").Clean();
        session.Run($"Connect-MoiBroker 127.0.0.1 {session.Run("(Start-MoiDemo -Name frodo).Port").Single}").Clean();

        Assert.Equal(["frodo"], session.Run("Get-MoiRemote").Clean().Names);
        Assert.Equal(4, session.Run("Get-MoiRemote -Connection $devices").Clean().Output.Count);
        Assert.Equal(["here"], session.Run("'merry' | Invoke-MoiRun 'echo here' -Connection $devices").Clean().Values("Stdout"));
        Assert.Equal("RemoteNotFound", ScriptResult.IdOf(session.Run("Get-MoiRemote -Name merry").Error));
        session.Run("$devices | Disconnect-MoiBroker").Clean();
    }

    [Fact]
    public async Task A_connection_can_be_used_from_another_runspace()
    {
        using ModuleSession owner = await fleets.OpenAsync(FleetKind.Demo);
        owner.Run($"$shared = Connect-MoiBroker 127.0.0.1 {await fleets.PortOfAsync(FleetKind.Demo)} -PassThru").Clean();
        using ModuleSession other = new();
        other.Set("shared", owner.Get("shared"));

        using RunningScript first = owner.Begin("foreach ($i in 1..5) { Invoke-MoiRun 'echo owner' -Connection $shared }");
        using RunningScript second = other.Begin("foreach ($i in 1..5) { Invoke-MoiRun 'echo other' -Connection $shared }");

        Assert.Equal(Enumerable.Repeat("owner", 20), first.Wait().Clean().Values("Stdout"));
        Assert.Equal(Enumerable.Repeat("other", 20), second.Wait().Clean().Values("Stdout"));
        owner.Run("$shared | Disconnect-MoiBroker").Clean();
    }

    [Fact]
    public async Task A_disconnected_connection_cannot_be_used_and_says_so()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);
        session.Run($"$ended = Connect-MoiBroker 127.0.0.1 {await fleets.PortOfAsync(FleetKind.Devices)} -PassThru").Clean();

        Assert.Empty(session.Run("$ended | Disconnect-MoiBroker").Clean().Output);

        Assert.Equal([false], session.Run("$ended").Clean().Values("Connected"));
        ScriptResult result = session.Run("Get-MoiRemote -Connection $ended");
        Assert.Equal("BrokerNotConnected", result.TerminationId);
        Assert.Equal(ErrorCategory.ConnectionError, result.Termination!.CategoryInfo.Category);
        Assert.Contains("was ended; Connect-MoiBroker makes another", result.Termination.ToString());
    }

    [Fact]
    public async Task Disconnecting_twice_or_when_nothing_is_connected_does_no_harm()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        session.Run("Disconnect-MoiBroker; Disconnect-MoiBroker").Clean();
    }
}
