using Moi.Protocol.Presence;
using Moi.Protocol.Transport;

namespace Moi.Daemon.Demo;

/// <summary>One remote of a demo: it can be stopped and started, and comes back by itself when it is asked to restart, as under a service manager.</summary>
public sealed class DemoRemote
{
    private readonly RemoteOptions _options;
    private readonly DemoOptions _demo;
    private readonly SemaphoreSlim _changing = new(1);
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;

    internal DemoRemote((string Name, string Address) called, string folder, MqttSessionOptions broker, DemoOptions demo)
    {
        _demo = demo;
        string own = Path.Combine(folder, called.Name);
        _options = new RemoteOptions
        {
            Id = called.Name,
            Name = called.Name,
            Address = called.Address,
            StoreDirectory = Path.Combine(own, "store"),
            Home = Directory.CreateDirectory(Path.Combine(own, "home")).FullName,
            Temporary = Directory.CreateDirectory(Path.Combine(own, "tmp")).FullName,
            Bin = Directory.CreateDirectory(Path.Combine(own, "bin")).FullName,
            Self = folder,
            Broker = broker with { ClientId = called.Name },
            Runner = demo.Runner,
            EndsJobs = true,
        };
    }

    /// <summary>Its name.</summary>
    public string Name => _options.Name;

    /// <summary>Its id, by which the broker knows it.</summary>
    internal string Id => _options.Id!;

    /// <summary>Its address; a name, for the demo listens on loopback only.</summary>
    public string Address => _options.Address;

    /// <summary>Whether it is running.</summary>
    public bool IsRunning => !_running.IsCompleted;

    /// <summary>Starts it, unless it runs; returns when it has announced itself.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _changing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (IsRunning)
            {
                return;
            }

            _stop = new CancellationTokenSource();
            TaskCompletionSource announced = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _running = RunAsync(announced, _stop.Token);
            await announced.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Stops it, if it runs; returns when it has said farewell.</summary>
    public async Task StopAsync()
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_stop is { } stop)
            {
                await stop.CancelAsync().ConfigureAwait(false);
                await _running.ConfigureAwait(false);
                stop.Dispose();
                _stop = null;
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task RunAsync(TaskCompletionSource announced, CancellationToken stopping)
    {
        try
        {
            Farewell farewell;
            do
            {
                await using Remote remote = Remote.Open(_options, _demo.Logger);
                remote.Announced += () => announced.TrySetResult();
                farewell = await remote.RunAsync(stopping).ConfigureAwait(false);
            }
            while (farewell == Farewell.Restart && !stopping.IsCancellationRequested);
            announced.TrySetCanceled(CancellationToken.None);
        }
        catch (Exception e)
        {
            announced.TrySetException(e);
            throw;
        }
    }
}
