using System.Diagnostics;

namespace Moi.Daemon.Tests.Keys;

/// <summary>A process of its own that holds or fills a store until it is killed.</summary>
internal sealed class StoreHammer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private StoreHammer(params string[] arguments)
    {
        string name = OperatingSystem.IsWindows() ? "Moi.StoreHammer.exe" : "Moi.StoreHammer";
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, name), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("The hammer did not start.");
    }

    public int Id => _process.Id;

    public static StoreHammer Hold(string folder) => new("hold", folder);

    public static StoreHammer Write(string folder, int first, int count) =>
        new("write", folder, $"{first}", $"{count}");

    /// <summary>The next line it prints; null when it is dead and nothing is left to read.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

    /// <summary>SIGKILL, and waits until it is gone.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
