using Microsoft.Extensions.Logging.Abstractions;
using Moi.Daemon.Broker;
using Moi.Protocol.Presence;
using Moi.Protocol.Transport;
using Moi.Testing;

namespace Moi.Daemon.Tests.Remotes;

/// <summary>A broker, a remote and an operator of one test. The remote can be stopped and started on the same store.</summary>
internal sealed class RemoteBench : IAsyncDisposable
{
    private readonly EmbeddedBroker _broker;
    private readonly Func<RemoteOptions, RemoteOptions> _change;
    private CancellationTokenSource _stop = new();
    private Task<Farewell>? _running;
    private Remote? _remote;

    private RemoteBench(EmbeddedBroker broker, RawOperator @operator, Func<RemoteOptions, RemoteOptions> change, TimeProvider time)
    {
        _broker = broker;
        _change = change;
        Operator = @operator;
        Time = time;
        foreach (string folder in (ReadOnlySpan<string>)["home", "tmp", "bin", "self"])
        {
            Directory.CreateDirectory(Folder[folder]);
        }
    }

    public TemporaryFolder Folder { get; } = new();

    public RawOperator Operator { get; }

    public RecordingLogger Log { get; } = new();

    public TimeProvider Time { get; }

    public int BrokerPort => _broker.Port;

    public Remote Remote => _remote ?? throw new InvalidOperationException("The remote is stopped.");

    /// <summary>Starts all three; returns when the remote has said that it is there.</summary>
    public static async Task<RemoteBench> StartAsync(Func<RemoteOptions, RemoteOptions>? change = null, TimeProvider? time = null)
    {
        EmbeddedBroker broker = await EmbeddedBroker.StartAsync(new EmbeddedBrokerOptions(), NullLogger.Instance);
        RawOperator ann = await RawOperator.ConnectAsync(broker.Port, time: time);
        RemoteBench bench = new(broker, ann, change ?? (options => options), time ?? TimeProvider.System);
        await bench.StartRemoteAsync();
        return bench;
    }

    /// <param name="change">Changes the options once more, for this start.</param>
    public async Task StartRemoteAsync(Func<RemoteOptions, RemoteOptions>? change = null)
    {
        TaskCompletionSource announced = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _stop = new CancellationTokenSource();
        _remote = Remote.Open((change ?? (options => options))(Options()), Log, Time);
        _remote.Announced += () => announced.TrySetResult();
        _running = _remote.RunAsync(_stop.Token);
        await await Task.WhenAny(announced.Task, _running).WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Waits until the remote has ended by itself, and closes its store.</summary>
    public async Task<Farewell> EndAsync()
    {
        try
        {
            return await _running!.WaitAsync(TimeSpan.FromSeconds(30));
        }
        finally
        {
            await _remote!.DisposeAsync();
            _remote = null;
        }
    }

    /// <summary>Stops the remote in order, and closes its store.</summary>
    public async Task<Farewell> StopRemoteAsync()
    {
        await _stop.CancelAsync();
        return await EndAsync();
    }

    public async Task RestartRemoteAsync()
    {
        await StopRemoteAsync();
        await StartRemoteAsync();
    }

    /// <summary>Starts another remote on the same store, which must fail.</summary>
    public async Task StartSecondAsync()
    {
        await using Remote second = Remote.Open(Options(), Log, Time);
    }

    /// <summary>Runs a remote that is told to stop as soon as it runs.</summary>
    public async Task<Farewell> RunShortlyAsync(Func<RemoteOptions, RemoteOptions> change)
    {
        await using Remote remote = Remote.Open(change(Options()), Log, Time);
        using CancellationTokenSource stop = new();
        Task<Farewell> running = remote.RunAsync(stop.Token);
        await stop.CancelAsync();
        return await running.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public Task<RawOperator> AnotherOperatorAsync(string name) => RawOperator.ConnectAsync(_broker.Port, name, Time);

    /// <summary>The lines of a file in the remote's home; none where it is not there.</summary>
    public string[] LinesOf(string file) => File.Exists(Folder["home", file]) ? File.ReadAllLines(Folder["home", file]) : [];

    public Task AppearsAsync(string file) => Eventually.Holds(() => LinesOf(file).Length > 0, $"the file {file}");

    public void Touch(string file) => Folder.Write(Path.Combine("home", file), "go\n");

    public async ValueTask DisposeAsync()
    {
        if (_remote is not null)
        {
            await StopRemoteAsync();
        }

        await Operator.DisposeAsync();
        await _broker.DisposeAsync();
        Folder.Dispose();
    }

    private RemoteOptions Options() => _change(new RemoteOptions
    {
        Id = "r1",
        Name = "frodo",
        Address = "10.0.0.1",
        StoreDirectory = Folder["store"],
        Home = Folder["home"],
        Temporary = Folder["tmp"],
        Bin = Folder["bin"],
        Self = Folder["self"],
        Broker = new MqttSessionOptions
        {
            Host = "127.0.0.1",
            Port = _broker.Port,
            ClientId = "unused",
            // So that a clock which goes by leaps does not take the broker for dead.
            KeepAlive = TimeSpan.FromHours(18),
            ReconnectMinimum = TimeSpan.FromMilliseconds(20),
            ReconnectMaximum = TimeSpan.FromMilliseconds(200),
        },
    });
}
