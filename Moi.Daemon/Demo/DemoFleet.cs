using System.Globalization;
using Moi.Daemon.Broker;
using Moi.Protocol;
using Moi.Protocol.Transport;

namespace Moi.Daemon.Demo;

/// <summary>
/// Some remotes in this process, to try things on, at a broker on loopback or at one that is there already: each with keys, a home
/// and a store of its own in one temporary folder. When the demo ends, folder and broker remember nothing of it.
/// </summary>
public sealed class DemoFleet : IAsyncDisposable
{
    /// <summary>So many start, or end, at a time: a broker is not to meet thousands of connections at once.</summary>
    private const int AtOnce = 64;

    /// <summary>A remote holds its store's log and lock, and its connection.</summary>
    private const int FilesOfARemote = 3;

    private const int FilesOfTheProcess = 256;

    private readonly EmbeddedBroker? _own;
    private readonly MqttSessionOptions _broker;
    private readonly List<DemoRemote> _remotes = [];

    private DemoFleet(string folder, EmbeddedBroker? own, DemoOptions options)
    {
        Folder = folder;
        _own = own;
        _broker = options.Broker ?? new MqttSessionOptions { Host = "127.0.0.1", Port = own!.Port, ClientId = "demo" };
    }

    /// <summary>Where the demo's files are.</summary>
    public string Folder { get; }

    /// <summary>The broker's port; on loopback, if it is the demo's own.</summary>
    public int Port => _broker.Port;

    /// <summary>The remotes, running or not.</summary>
    public IReadOnlyList<DemoRemote> Remotes => _remotes;

    /// <summary>Starts remotes, and a broker unless there is one; returns when all have announced themselves.</summary>
    /// <exception cref="IOException">
    /// The port is taken, the folder is there already, the files can't be made, or this process may not have as many open.
    /// </exception>
    /// <exception cref="BrokerException">The broker that was named cannot be reached, or refuses.</exception>
    public static async Task<DemoFleet> StartAsync(DemoOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        RequireOpenFiles(options);
        if (options.Broker is { } there)
        {
            await TryBrokerAsync(there, cancellationToken).ConfigureAwait(false);
        }

        string folder = MakeFolder(options.Folder);
        DemoFleet fleet = new(folder, await StartBrokerAsync(options, folder, cancellationToken).ConfigureAwait(false), options);
        try
        {
            for (int i = 0; i < options.Count; i++)
            {
                fleet._remotes.Add(new DemoRemote(DemoNames.At(options.First - 1 + i), folder, fleet._broker, options));
            }

            await fleet.EachAsync((remote, cancel) => remote.StartAsync(cancel), cancellationToken).ConfigureAwait(false);
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops the remotes and the demo's broker, and deletes all files.</summary>
    public async ValueTask DisposeAsync()
    {
        await EachAsync((remote, _) => remote.StopAsync(), CancellationToken.None).ConfigureAwait(false);
        if (_own is not null)
        {
            await _own.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            await ForgetAsync().ConfigureAwait(false);
        }

        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private Task EachAsync(Func<DemoRemote, CancellationToken, Task> work, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        _remotes,
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
        async (remote, cancel) => await work(remote, cancel).ConfigureAwait(false));

    /// <summary>Makes a broker that stays forget the remotes, which would be known as offline there for days.</summary>
    private async Task ForgetAsync()
    {
        Topics topics = new();
        await using MqttSession session = new(_broker with { ClientId = $"moi-demo-{Environment.ProcessId}" });
        try
        {
            await session.ConnectAsync().ConfigureAwait(false);
            foreach (DemoRemote remote in _remotes)
            {
                await session.PublishAsync(topics.State(remote.Id), ReadOnlyMemory<byte>.Empty, MqttQuality.AtLeastOnce, retain: true).ConfigureAwait(false);
            }
        }
        catch (BrokerException)
        {
            // A broker that is gone has nothing to forget, or cannot be told.
        }
    }

    /// <summary>A remote waits for its broker for ever; someone who starts a demo wants to know at once.</summary>
    private static async Task TryBrokerAsync(MqttSessionOptions broker, CancellationToken cancellationToken)
    {
        await using MqttSession session = new(broker with { ClientId = $"moi-demo-{Environment.ProcessId}" });
        await session.ConnectAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void RequireOpenFiles(DemoOptions options)
    {
        int ofEach = FilesOfARemote + (options.Broker is null ? 1 : 0);
        OpenFileLimit.Require(
            (options.Count * ofEach) + FilesOfTheProcess,
            string.Create(CultureInfo.InvariantCulture, $"A demo of {options.Count} remotes"));
    }

    private static async Task<EmbeddedBroker?> StartBrokerAsync(DemoOptions options, string folder, CancellationToken cancellationToken)
    {
        if (options.Broker is not null)
        {
            return null;
        }

        try
        {
            return await EmbeddedBroker.StartAsync(
                new EmbeddedBrokerOptions { Port = options.Port }, options.Logger, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <remarks>It is deleted in the end, so it must be the demo's own.</remarks>
    private static string MakeFolder(string? given)
    {
        if (given is null)
        {
            return Directory.CreateTempSubdirectory("moi-demo-").FullName;
        }

        return Directory.Exists(given)
            ? throw new IOException($"The folder {given} is there already; a demo makes one of its own, and deletes it in the end.")
            : Directory.CreateDirectory(given).FullName;
    }
}
