using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Trust;

/// <summary>A Mosquitto, a moid that knows one operator's key, and that operator's session with the module. The home of operators is the shared one.</summary>
internal sealed class SignedFleet : IAsyncDisposable
{
    private readonly string _key = $"key-{Guid.NewGuid():N}";

    private SignedFleet(MosquittoBroker broker)
    {
        Broker = broker;
    }

    public MosquittoBroker Broker { get; }

    public ModuleSession Session { get; } = new();

    public MoidProcess Moid { get; private set; } = null!;

    /// <summary>Starts all; the session is connected and signs.</summary>
    public static async Task<SignedFleet> StartAsync(IReadOnlyDictionary<string, object>? settings = null)
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        SignedFleet fleet = new(await MosquittoBroker.StartAsync());
        string line = fleet.Session.Run($"New-MoiOperatorKey {fleet._key} -PassThru").Clean().Single.PublicKey;
        Dictionary<string, object> all = new(settings ?? new Dictionary<string, object>())
        {
            ["operators"] = new Dictionary<string, object> { ["steve"] = new Dictionary<string, object> { ["key"] = line } },
        };
        fleet.Moid = await MoidProcess.StartAsync(
            new MoidOptions { Name = "frodo", Address = "10.10.10.10", BrokerPort = fleet.Broker.Port, Settings = all });
        fleet.Session.Run($"Connect-MoiBroker 127.0.0.1 {fleet.Broker.Port} -OperatorKey {fleet._key}").Clean();
        return fleet;
    }

    /// <summary>The results in the audit so far.</summary>
    public IReadOnlyList<string> Audit =>
        [.. File.ReadAllLines(Path.Combine(Moid.Folder, "store", "audit.log"))
            .Select(line => RawOperator.Json(line)).Select(line => $"{line.GetProperty("verb")} {line.GetProperty("result")}")];

    public async ValueTask DisposeAsync()
    {
        Session.Dispose();
        await Moid.DisposeAsync();
        await Broker.DisposeAsync();
    }
}
