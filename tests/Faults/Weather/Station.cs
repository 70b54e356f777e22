using System.Globalization;
using Moi.Testing;

namespace Moi.Faults.Weather;

/// <summary>One remote: a moid process, and what it reaches the broker through.</summary>
internal sealed class Station : IAsyncDisposable
{
    private bool _isFrozen;
    private bool _isDown;

    private Station(string id, TcpProxy proxy, MoidProcess moid)
    {
        Id = id;
        Proxy = proxy;
        Moid = moid;
    }

    /// <summary>The remote's id.</summary>
    public string Id { get; }

    /// <summary>What it reaches the broker through.</summary>
    public TcpProxy Proxy { get; }

    /// <summary>The process.</summary>
    public MoidProcess Moid { get; }

    /// <summary>The remote's home, where its commands leave their marks.</summary>
    public string Home => Path.Combine(Moid.Folder, "home");

    /// <summary>Starts one.</summary>
    public static Station Start(int brokerPort, int number)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"r{number}");
        TcpProxy proxy = new(brokerPort);
        return new Station(id, proxy, MoidProcess.Launch(new MoidOptions
        {
            Name = id,
            Address = string.Create(CultureInfo.InvariantCulture, $"10.0.0.{number + 1}"),
            BrokerPort = proxy.Port,
            Settings = new Dictionary<string, object> { ["id"] = id },
        }));
    }

    /// <summary>Kills it, and starts it again a while later.</summary>
    public async Task CrashAsync(TimeSpan away)
    {
        await EndAsync(Moid.CrashAsync);
        await Task.Delay(away);
        await RecoverAsync();
    }

    /// <summary>Ends it as a service manager does, and starts it again a while later.</summary>
    public async Task StopAsync(TimeSpan away)
    {
        await EndAsync(Moid.TerminateAsync);
        await Task.Delay(away);
        await RecoverAsync();
    }

    /// <summary>Lets it do nothing for a while.</summary>
    public async Task FreezeAsync(TimeSpan time)
    {
        Moid.Freeze();
        _isFrozen = true;
        await Task.Delay(time);
        await RecoverAsync();
    }

    /// <summary>It runs and can reach the broker, whatever was done to it.</summary>
    public Task RecoverAsync()
    {
        if (_isFrozen)
        {
            Moid.Thaw();
            _isFrozen = false;
        }

        if (_isDown)
        {
            Moid.LaunchAgain();
            _isDown = false;
        }

        Proxy.Resume();
        Proxy.Accept();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Moid.DisposeAsync();
        await Proxy.DisposeAsync();
    }

    private async Task EndAsync(Func<Task> end)
    {
        _isDown = true;
        await end();
    }
}
