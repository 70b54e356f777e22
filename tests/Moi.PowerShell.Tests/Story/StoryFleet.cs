using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Story;

/// <summary>Frodo, bilbo, merry and pippin, for one test alone: on the embedded broker, or as processes on a Mosquitto.</summary>
internal sealed class StoryFleet : IAsyncDisposable
{
    private readonly FleetOnMosquitto? _devices;

    private StoryFleet(FleetOnMosquitto? devices)
    {
        _devices = devices;
        if (devices is null)
        {
            Session.Run("Start-MoiDemo").Clean();
        }
        else
        {
            Session.Connect(devices.Broker.Port);
        }
    }

    /// <summary>The operator's session.</summary>
    public ModuleSession Session { get; } = new();

    /// <summary>Starts all four.</summary>
    public static async Task<StoryFleet> StartAsync(FleetKind kind)
    {
        Assert.SkipUnless(kind == FleetKind.Demo || MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        return new StoryFleet(kind == FleetKind.Demo ? null : await FleetOnMosquitto.StartAsync());
    }

    /// <summary>Runs what the operator types, which goes well.</summary>
    public ScriptResult Run(string script) => Session.Run(script).Clean();

    /// <summary>What the operator sees as a table of texts: a line a remote, its properties with a space between, sorted.</summary>
    public string[] Table(string script, params string[] properties)
    {
        ScriptResult result = Run(script);
        IEnumerable<string> lines = Enumerable.Range(0, result.Output.Count)
            .Select(line => string.Join(' ', properties.Select(property => result.Values(property)[line] ?? "null")));
        return [.. lines.Order(StringComparer.Ordinal)];
    }

    /// <summary>Ends a remote, as its supervisor would.</summary>
    public async Task StopAsync(string name)
    {
        if (_devices is null)
        {
            Run($"Stop-MoiDemo -Name {name}");
        }
        else
        {
            await using PresenceWatch presence = await PresenceWatch.StartAsync(_devices.Broker.Port);
            await _devices[name].TerminateAsync();
            await presence.IsAsync(name, online: false);
        }
    }

    /// <summary>Starts a remote that was ended.</summary>
    public async Task StartAsync(string name)
    {
        if (_devices is null)
        {
            Run($"Start-MoiDemo -Name {name}");
        }
        else
        {
            await _devices[name].StartAgainAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Session.Run("Get-MoiGroup | Remove-MoiGroup -Confirm:$false");
        Session.Dispose();
        if (_devices is not null)
        {
            await _devices.DisposeAsync();
        }
    }
}
