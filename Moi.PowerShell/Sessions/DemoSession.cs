using Moi.Daemon.Demo;

namespace Moi.PowerShell.Sessions;

/// <summary>
/// The demo of a runspace. It ends with Stop-MoiDemo, with the module, and at the latest with the process, and leaves no
/// process and no file behind.
/// </summary>
internal sealed class DemoSession : IAsyncDisposable
{
    private readonly DemoFleet _fleet;

    public DemoSession(DemoFleet fleet)
    {
        _fleet = fleet;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>The demo as commands emit it.</summary>
    public MoiDemo Description => new()
    {
        Broker = "127.0.0.1",
        Port = _fleet.Port,
        Remotes = [.. _fleet.Remotes.Where(remote => remote.IsRunning).Select(remote => remote.Name)],
        Folder = _fleet.Folder,
    };

    /// <summary>The remotes, running or not.</summary>
    public IReadOnlyList<DemoRemote> Remotes => _fleet.Remotes;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        await _fleet.DisposeAsync().ConfigureAwait(false);
    }

    private void OnProcessExit(object? sender, EventArgs e) => _fleet.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
