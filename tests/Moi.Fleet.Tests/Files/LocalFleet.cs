using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Moi.Daemon;
using Moi.Daemon.Broker;
using Moi.Protocol.Transport;
using Moi.Testing;

namespace Moi.Fleet.Tests.Files;

/// <summary>A broker, remotes in this process that each have a home, and an operator.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LocalFleet : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<(Remote Remote, Task Running)> _remotes = [];
    private IAsyncDisposable? _broker;
    private Operator? _ann;

    public Operator Operator => _ann ?? throw new InvalidOperationException("The fleet is not started.");

    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>The broker's port.</summary>
    public int Port { get; private set; }

    public static async Task<LocalFleet> StartAsync(BrokerKind kind, int count = 4, int? largestPacket = null)
    {
        LocalFleet fleet = new();
        try
        {
            int port = fleet.Port = await fleet.StartBrokerAsync(kind, largestPacket);
            fleet.Names = [.. Enumerable.Range(1, count).Select(i => $"r{i}")];
            await Task.WhenAll(fleet.Names.Select(name => fleet.StartRemoteAsync(name, port)));
            fleet._ann = await Files.Operator.ConnectAsync(port);
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>A path below a remote's home.</summary>
    public string HomeOf(string name, string file = "") => _folder[name, "home", file];

    /// <summary>All that lies in a remote's home.</summary>
    public IEnumerable<string> FilesOf(string name) => Directory.EnumerateFileSystemEntries(HomeOf(name)).Select(path => Path.GetFileName(path)!).Order();

    /// <summary>The records of parts that are kept on a remote.</summary>
    public int PartsOf(string name) =>
        Directory.Exists(_folder[name, "store", "parts"]) ? Directory.EnumerateFiles(_folder[name, "store", "parts"]).Count() : 0;

    public async ValueTask DisposeAsync()
    {
        if (_ann is not null)
        {
            await _ann.DisposeAsync();
        }

        await _stop.CancelAsync();
        foreach ((Remote remote, Task running) in _remotes)
        {
            await running;
            await remote.DisposeAsync();
        }

        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        _stop.Dispose();
        _folder.Dispose();
    }

    private async Task<int> StartBrokerAsync(BrokerKind kind, int? largestPacket)
    {
        if (kind == BrokerKind.Embedded)
        {
            EmbeddedBroker embedded = await EmbeddedBroker.StartAsync(OptionsFor(largestPacket), NullLogger.Instance);
            _broker = embedded;
            return embedded.Port;
        }

        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        MosquittoBroker mosquitto = await MosquittoBroker.StartAsync();
        _broker = mosquitto;
        return mosquitto.Port;
    }

    private static EmbeddedBrokerOptions OptionsFor(int? largestPacket) =>
        largestPacket is { } bytes ? new EmbeddedBrokerOptions { MaximumPacketSize = bytes } : new EmbeddedBrokerOptions();

    private async Task StartRemoteAsync(string name, int port)
    {
        Remote remote = Remote.Open(
            new RemoteOptions
            {
                Id = name,
                Name = name,
                Address = $"10.0.0.{name[1..]}",
                StoreDirectory = _folder[name, "store"],
                Home = Directory.CreateDirectory(HomeOf(name)).FullName,
                Temporary = Directory.CreateDirectory(_folder[name, "tmp"]).FullName,
                Bin = _folder[name, "bin"],
                Self = _folder.Path,
                Broker = new MqttSessionOptions { Host = "127.0.0.1", Port = port, ClientId = name },
            },
            NullLogger.Instance);
        TaskCompletionSource announced = new(TaskCreationOptions.RunContinuationsAsynchronously);
        remote.Announced += () => announced.TrySetResult();
        lock (_remotes)
        {
            _remotes.Add((remote, remote.RunAsync(_stop.Token)));
        }

        await announced.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
