using Moi.Daemon.Demo;

namespace Moi.PowerShell.Sessions;

/// <summary>
/// The demo of a runspace. It ends with Stop-MoiDemo, with the module, and at the latest with the process, and leaves no
/// process and no file behind.
/// </summary>
internal sealed class DemoSession : IAsyncDisposable
{
    private readonly DemoFleet _fleet;
    private readonly Lazy<Task> _end;

    public DemoSession(DemoFleet fleet)
    {
        _fleet = fleet;
        _end = new Lazy<Task>(EndAsync);
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
    public ValueTask DisposeAsync() => new(_end.Value);

    private async Task EndAsync()
    {
        await _fleet.DisposeAsync().ConfigureAwait(false);
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
    }

    /// <remarks>Waits for an end that has begun elsewhere too, as with the last runspace: the process must not be gone before the files.</remarks>
    private void OnProcessExit(object? sender, EventArgs e) => _end.Value.GetAwaiter().GetResult();
}
