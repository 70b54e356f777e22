using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Moi.Testing;

/// <summary>
/// The real moid as a process, with its configuration and all its files in a folder of its own. It can be killed, frozen,
/// and started again.
/// </summary>
public sealed class MoidProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly MoidOptions _options;
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;

    private MoidProcess(MoidOptions options)
    {
        _options = options;
    }

    /// <summary>Its name.</summary>
    public string Name => _options.Name;

    /// <summary>Its address.</summary>
    public string Address => _options.Address;

    /// <summary>The folder it lives in and is started in: <c>home</c>, <c>tmp</c>, <c>bin</c> and <c>store</c> are below.</summary>
    public string Folder => _folder.Path;

    /// <summary>The id of the running process.</summary>
    public int ProcessId => Running.Id;

    /// <summary>What it logged so far, in all its lives.</summary>
    public string Log => string.Join('\n', _log);

    private Process Running => _process ?? throw new InvalidOperationException($"{Name} does not run now.");

    /// <summary>Starts one and waits until it is online on its broker.</summary>
    public static async Task<MoidProcess> StartAsync(MoidOptions options)
    {
        await using PresenceWatch presence = await PresenceWatch.StartAsync(options.BrokerPort);
        MoidProcess moid = Launch(options);
        try
        {
            await moid.BecomesOnlineAsync(presence);
            return moid;
        }
        catch
        {
            await moid.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one and waits for nothing: its broker need not be there.</summary>
    public static MoidProcess Launch(MoidOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        MoidProcess moid = new(options);
        moid.Configure();
        moid.Run();
        return moid;
    }

    /// <summary>Waits until it says on its broker that it is there.</summary>
    public async Task WaitOnlineAsync()
    {
        await using PresenceWatch presence = await PresenceWatch.StartAsync(_options.BrokerPort);
        await BecomesOnlineAsync(presence);
    }

    /// <summary>Kills it without warning, and waits until the broker has noticed.</summary>
    public async Task KillAsync()
    {
        await using PresenceWatch presence = await PresenceWatch.StartAsync(_options.BrokerPort);
        await EndAsync();
        await presence.IsAsync(Name, online: false);
    }

    /// <summary>Kills it without warning, whether its broker is there to notice or not.</summary>
    public Task CrashAsync() => EndAsync();

    /// <summary>Starts it again after it has ended, with what it left on disk, and waits for nothing.</summary>
    public void LaunchAgain() => Run();

    /// <summary>Stops it from doing anything, though its connections stay open, until <see cref="Thaw"/>.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>Lets it go on after <see cref="Freeze"/>.</summary>
    public void Thaw() => Signal("CONT");

    /// <summary>Asks it to end, as a service manager does.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> TerminateAsync()
    {
        Signal("TERM");
        return WaitForExitAsync();
    }

    /// <summary>Waits until it has ended by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        using CancellationTokenSource limit = new(Patience);
        await Running.WaitForExitAsync(limit.Token);
        int code = Running.ExitCode;
        Running.Dispose();
        _process = null;
        return code;
    }

    /// <summary>Starts it again after it has ended, with what it left on disk, and waits for nothing.</summary>
    public void StartAgain() => Run();

    /// <summary>Starts it again after it has ended, with what it left on disk, and waits until it is online.</summary>
    public async Task StartAgainAsync()
    {
        await using PresenceWatch presence = await PresenceWatch.StartAsync(_options.BrokerPort);
        StartAgain();
        await BecomesOnlineAsync(presence);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _folder.Dispose();
    }

    /// <summary>Waits until it is online, or fails as soon as it ends.</summary>
    internal async Task BecomesOnlineAsync(PresenceWatch presence)
    {
        Process process = Running;
        Task online = presence.IsAsync(Name, online: true);
        using CancellationTokenSource over = new();
        Task exit = process.WaitForExitAsync(over.Token);
        if (await Task.WhenAny(online, exit) == exit)
        {
            throw new InvalidOperationException($"moid {Name} ended with code {process.ExitCode}:\n{Log}");
        }

        await over.CancelAsync();
        await online;
    }

    private void Configure()
    {
        Dictionary<string, object> settings = new()
        {
            ["name"] = Name,
            ["addr"] = Address,
            ["home"] = _folder["home"],
            ["tmp"] = _folder["tmp"],
            ["bin"] = _folder["bin"],
            ["store"] = _folder["store"],
            ["mqtt_addr"] = "127.0.0.1",
            ["mqtt_port"] = _options.BrokerPort,
        };
        foreach ((string key, object value) in _options.Settings)
        {
            settings[key] = value;
        }

        Directory.CreateDirectory(_folder["bin"]);
        _folder.Write("moid.json", JsonSerializer.Serialize(settings));
    }

    private void Run()
    {
        string[] line = [.. _options.Launcher, _options.Program, _folder["moid.json"]];
        ProcessStartInfo start = new(line[0], line[1..])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("moid did not start.");
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task EndAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
            _process = null;
        }
    }

    private void Signal(string name)
    {
        using Process kill = Process.Start("/bin/sh", ["-c", $"kill -s {name} {ProcessId}"]);
        kill.WaitForExit();
        if (kill.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Name} could not be sent SIG{name}.");
        }
    }

    private void Note(string? line)
    {
        if (line is not null)
        {
            _log.Enqueue(line);
        }
    }
}
