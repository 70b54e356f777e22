using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Missing;

/// <summary>A fleet of real daemons for the tests of one class, which leave all remotes running.</summary>
public sealed class OwnDevices : IAsyncLifetime
{
    private FleetOnMosquitto? _fleet;

    /// <summary>The fleet; skips the test where there is no Mosquitto.</summary>
    public FleetOnMosquitto Fleet
    {
        get
        {
            Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
            return _fleet!;
        }
    }

    public async ValueTask InitializeAsync() =>
        _fleet = MosquittoBroker.IsInstalled ? await FleetOnMosquitto.StartAsync() : null;

    public ValueTask DisposeAsync() => _fleet?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>A new session of an operator that is connected to the fleet.</summary>
    internal ModuleSession Open()
    {
        ModuleSession session = new();
        session.Connect(Fleet.Broker.Port);
        return session;
    }
}
