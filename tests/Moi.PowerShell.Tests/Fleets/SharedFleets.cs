using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

[assembly: AssemblyFixture(typeof(SharedFleets))]

namespace Moi.PowerShell.Tests.Fleets;

/// <summary>
/// A demo and a fleet of real daemons for all tests that leave remotes as they are, or change nothing but keys of their own. Each
/// is started when it is first asked for. Also gives this process an operator's home of its own, where remotes may be silent
/// for long: only tests of silence should depend on how busy the machine is.
/// </summary>
public sealed class SharedFleets : IAsyncDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly Lazy<(ModuleSession Session, int Port)> _demo = new(StartDemo);
    private readonly Lazy<Task<FleetOnMosquitto>> _devices = new(FleetOnMosquitto.StartAsync);

    public SharedFleets()
    {
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        Environment.SetEnvironmentVariable("MOI_HOME", _home.Path);
        _home.Write("config.toml", "[config]\ntimeout = 20\n");
    }

    /// <summary>A new session of an operator that is connected to one of the fleets.</summary>
    internal async Task<ModuleSession> OpenAsync(FleetKind kind)
    {
        ModuleSession session = new();
        session.Connect(await PortOfAsync(kind));
        return session;
    }

    /// <summary>The loopback port of the broker of one of the fleets.</summary>
    internal async Task<int> PortOfAsync(FleetKind kind)
    {
        if (kind == FleetKind.Demo)
        {
            return _demo.Value.Port;
        }

        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        return (await _devices.Value).Broker.Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (_demo.IsValueCreated)
        {
            _demo.Value.Session.Dispose();
        }

        if (_devices.IsValueCreated)
        {
            await (await _devices.Value).DisposeAsync();
        }

        _home.Dispose();
    }

    private static (ModuleSession Session, int Port) StartDemo()
    {
        ModuleSession session = new();
        return (session, session.Run("Start-MoiDemo").Clean().Single.Port);
    }
}
