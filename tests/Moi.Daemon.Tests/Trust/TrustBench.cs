using System.Text.Json;
using Moi.Protocol.Messages;
using Moi.Protocol.Trust;
using Moi.Testing;

namespace Moi.Daemon.Tests.Trust;

/// <summary>A Mosquitto, a moid that knows one operator, and that operator.</summary>
internal sealed class TrustBench : IAsyncDisposable
{
    private readonly MosquittoBroker _broker;

    private TrustBench(MosquittoBroker broker, MoidProcess moid, RawOperator steve)
    {
        _broker = broker;
        Moid = moid;
        Steve = steve;
    }

    public MoidProcess Moid { get; }

    /// <summary>The operator whose key moid has.</summary>
    public RawOperator Steve { get; }

    public int BrokerPort => _broker.Port;

    /// <summary>Starts all three.</summary>
    /// <param name="rules">Members of the operator's table, beside the key.</param>
    /// <param name="settings">More keys of moid's configuration.</param>
    public static async Task<TrustBench> StartAsync(
        IReadOnlyDictionary<string, object>? rules = null, IReadOnlyDictionary<string, object>? settings = null)
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        MosquittoBroker broker = await MosquittoBroker.StartAsync();
        var key = OperatorKey.Create();
        Dictionary<string, object> steve = new(rules ?? new Dictionary<string, object>()) { ["key"] = key.Public.Line };
        Dictionary<string, object> all = new(settings ?? new Dictionary<string, object>())
        {
            ["id"] = "r1",
            ["operators"] = new Dictionary<string, object> { ["steve"] = steve },
        };
        MoidProcess moid = await MoidProcess.StartAsync(
            new MoidOptions { Name = "frodo", Address = "10.0.0.1", BrokerPort = broker.Port, Settings = all });

        // The name that the operator claims is not the one that the device has for the key.
        RawOperator @operator = await RawOperator.ConnectAsync(broker.Port, "ann");
        @operator.Key = key;
        return new TrustBench(broker, moid, @operator);
    }

    /// <summary>Somebody else at the broker.</summary>
    public Task<RawOperator> StrangerAsync() => RawOperator.ConnectAsync(_broker.Port, "eve");

    /// <summary>A path below the folder of moid.</summary>
    public string PathOf(params string[] parts) => Path.Combine([Moid.Folder, .. parts]);

    /// <summary>The lines of the audit so far.</summary>
    public IReadOnlyList<JsonElement> Audit => LinesOf("audit.log");

    /// <summary>The lines of those who were turned away so far.</summary>
    public IReadOnlyList<JsonElement> Strangers => LinesOf("audit-strangers.log");

    /// <summary>Waits for a line of the audit.</summary>
    public async Task<JsonElement> AuditedAsync(string result, string? reason = null)
    {
        await Eventually.Holds(() => Audit.Any(Matches), $"the audit says {result} {reason}");
        return Audit.First(Matches);

        bool Matches(JsonElement line) => Is(line, "result", result) && (reason is null || Is(line, "reason", reason));
    }

    /// <summary>Waits for a line of those who were turned away.</summary>
    public async Task<JsonElement> TurnedAwayAsync(string reason)
    {
        await Eventually.Holds(() => Strangers.Any(Matches), $"somebody is turned away as {reason}");
        return Strangers.First(Matches);

        bool Matches(JsonElement line) => Is(line, "reason", reason);
    }

    /// <summary>Makes sure that nothing has changed: that the marker of a command is not there, and no key A.</summary>
    public async Task IsAsItWasAsync()
    {
        Reply keys = await Steve.AskAsync(Steve.Get("A"));
        Assert.Equal("[null]", keys.Value!.Value.GetRawText());
        Assert.False(File.Exists(PathOf("home", "ran")));
    }

    public async ValueTask DisposeAsync()
    {
        Steve.Key!.Dispose();
        await Steve.DisposeAsync();
        await Moid.DisposeAsync();
        await _broker.DisposeAsync();
    }

    private static bool Is(JsonElement line, string member, string value) =>
        line.TryGetProperty(member, out JsonElement found) && found.GetString() == value;

    private List<JsonElement> LinesOf(string name)
    {
        string file = PathOf("store", name);
        return File.Exists(file)
            ? [.. File.ReadAllText(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(RawOperator.Json)]
            : [];
    }
}
