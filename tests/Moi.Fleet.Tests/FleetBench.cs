using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Moi.Daemon;
using Moi.Daemon.Broker;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Transport;
using Moi.Protocol.Trust;
using Moi.Testing;

namespace Moi.Fleet.Tests;

/// <summary>A broker and a fleet in this process; operators connect to it, through a proxy that can fail or not.</summary>
internal sealed class FleetBench : IAsyncDisposable
{
    private readonly List<(Remote Remote, CancellationTokenSource Stop, Task Running)> _remotes = [];
    private readonly EmbeddedBroker _broker;

    private FleetBench(EmbeddedBroker broker)
    {
        _broker = broker;
        Proxy = new TcpProxy(broker.Port);
    }

    public TemporaryFolder Folder { get; } = new();

    public TcpProxy Proxy { get; }

    public int BrokerPort => _broker.Port;

    /// <summary>How long a question waits for one that says nothing, where the test is not of silence.</summary>
    public static TimeSpan LongSilence { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Starts a broker and remotes called r0, r1 and so on; returns when all have said that they are there.</summary>
    public static async Task<FleetBench> StartAsync(int remotes = 0, EmbeddedBrokerOptions? broker = null)
    {
        FleetBench bench = new(await EmbeddedBroker.StartAsync(broker ?? new EmbeddedBrokerOptions(), NullLogger.Instance));
        await Task.WhenAll(Enumerable.Range(0, remotes).Select(bench.AddAsync));
        return bench;
    }

    /// <summary>Connects an operator.</summary>
    public Task<FleetConnection> ConnectAsync(
        string @operator = "ann", bool throughProxy = false, Func<MqttSessionOptions, MqttSessionOptions>? change = null, OperatorKey? key = null)
    {
        MqttSessionOptions options = new()
        {
            Host = "127.0.0.1",
            Port = throughProxy ? Proxy.Port : BrokerPort,
            ClientId = "chosen later",
            ReconnectMinimum = TimeSpan.FromMilliseconds(20),
            ReconnectMaximum = TimeSpan.FromMilliseconds(200),
        };
        FleetSettings settings = new((change ?? (same => same))(options), "moi/v1", @operator, Folder["groups"], LongSilence) { Key = key };
        return FleetConnection.ConnectAsync(settings, CancellationToken.None);
    }

    public string HomeOf(string id) => Folder[id, "home"];

    public string[] LinesOf(string id, string file) =>
        File.Exists(Path.Combine(HomeOf(id), file)) ? File.ReadAllLines(Path.Combine(HomeOf(id), file)) : [];

    public void Touch(string id, string file) => File.WriteAllText(Path.Combine(HomeOf(id), file), "go\n");

    /// <summary>A question to everyone known.</summary>
    public static Question Ask(FleetConnection fleet, string verb, string arguments, TimeSpan? silence = null) => new(
        verb,
        RawOperator.Json(arguments),
        new Selection().Resolve(fleet.Presence),
        new RollOptions { Silence = silence ?? LongSilence, Changes = verb != Verb.Get });

    public static Question Get(FleetConnection fleet, TimeSpan? silence = null) => Ask(fleet, Verb.Get, """{"keys":["id"]}""", silence);

    public static Question Run(FleetConnection fleet, string command, TimeSpan? silence = null) =>
        Ask(fleet, Verb.Run, JsonSerializer.Serialize(new Dictionary<string, string> { ["command"] = command }), silence);

    /// <summary>Asks, and gives all outcomes in the order they came.</summary>
    public static async Task<List<Outcome>> OutcomesAsync(FleetConnection fleet, Question question)
    {
        List<Outcome> outcomes = [];
        await foreach (AskEvent happened in fleet.AskAsync(question))
        {
            if (happened is AskEvent.Settled settled)
            {
                outcomes.Add(settled.Outcome);
            }
        }

        return outcomes;
    }

    public async ValueTask DisposeAsync()
    {
        foreach ((_, CancellationTokenSource stop, _) in _remotes)
        {
            await stop.CancelAsync();
        }

        foreach ((Remote remote, CancellationTokenSource stop, Task running) in _remotes)
        {
            await running;
            await remote.DisposeAsync();
            stop.Dispose();
        }

        await Proxy.DisposeAsync();
        await _broker.DisposeAsync();
        Folder.Dispose();
    }

    private async Task AddAsync(int number)
    {
        string id = $"r{number}";
        Directory.CreateDirectory(HomeOf(id));
        var remote = Remote.Open(
            new RemoteOptions
            {
                Id = id,
                Name = $"name-{number}",
                Address = $"10.0.0.{number}",
                StoreDirectory = Folder[id, "store"],
                Home = HomeOf(id),
                Temporary = HomeOf(id),
                Bin = HomeOf(id),
                Self = HomeOf(id),
                Broker = new MqttSessionOptions { Host = "127.0.0.1", Port = BrokerPort, ClientId = id },
            },
            NullLogger.Instance);
        TaskCompletionSource announced = new(TaskCreationOptions.RunContinuationsAsynchronously);
        remote.Announced += () => announced.TrySetResult();
        CancellationTokenSource stop = new();
        Task running = remote.RunAsync(stop.Token);
        lock (_remotes)
        {
            _remotes.Add((remote, stop, running));
        }

        await announced.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }
}
