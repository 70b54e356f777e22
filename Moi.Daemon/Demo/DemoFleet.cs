using Moi.Daemon.Broker;

namespace Moi.Daemon.Demo;

/// <summary>
/// A broker on loopback and a few remotes in this process, to try things on: each with keys, a home and a store of its own
/// in one temporary folder, which is gone when the demo ends.
/// </summary>
public sealed class DemoFleet : IAsyncDisposable
{
    private readonly EmbeddedBroker _broker;
    private readonly List<DemoRemote> _remotes;

    private DemoFleet(string folder, EmbeddedBroker broker, List<DemoRemote> remotes)
    {
        Folder = folder;
        _broker = broker;
        _remotes = remotes;
    }

    /// <summary>Where the demo's files are.</summary>
    public string Folder { get; }

    /// <summary>The broker's port on loopback.</summary>
    public int Port => _broker.Port;

    /// <summary>The remotes, running or not.</summary>
    public IReadOnlyList<DemoRemote> Remotes => _remotes;

    /// <summary>Starts a broker and remotes; returns when all have announced themselves.</summary>
    /// <exception cref="IOException">The port is taken, the folder is there already, or the files can't be made.</exception>
    public static async Task<DemoFleet> StartAsync(DemoOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        string folder = MakeFolder(options.Folder);
        DemoFleet fleet = new(folder, await StartBrokerAsync(options, folder, cancellationToken).ConfigureAwait(false), []);
        try
        {
            for (int i = 0; i < options.Count; i++)
            {
                fleet._remotes.Add(new DemoRemote(DemoNames.At(i), folder, fleet.Port, options));
            }

            await Task.WhenAll(fleet._remotes.Select(remote => remote.StartAsync(cancellationToken))).ConfigureAwait(false);
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops the remotes and the broker, and deletes all files.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_remotes.Select(remote => remote.StopAsync())).ConfigureAwait(false);
        await _broker.DisposeAsync().ConfigureAwait(false);
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static async Task<EmbeddedBroker> StartBrokerAsync(DemoOptions options, string folder, CancellationToken cancellationToken)
    {
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
