using System.Diagnostics;

namespace Moi.Bench.Fleets;

/// <summary>A process that ends with the bench.</summary>
internal sealed class Child : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly string _name;
    private volatile string? _complaint;

    private Child(Process process, string name)
    {
        _process = process;
        _name = name;
    }

    /// <summary>Its id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts a program.</summary>
    public static Child Start(string program, params string[] arguments)
    {
        Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Child child = new(process, $"{Path.GetFileName(program)} {arguments[0]}");
        process.ErrorDataReceived += (_, line) => child._complaint ??= line.Data;
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>The next line that it writes.</summary>
    /// <exception cref="InvalidOperationException">It ended.</exception>
    public async Task<string> FirstLineAsync(CancellationToken cancel) =>
        await _process.StandardOutput.ReadLineAsync(cancel)
            ?? throw new InvalidOperationException($"{_name} ended: {_complaint ?? "without a word"}");

    /// <summary>Kills it without warning.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Tells it to end, and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using Process kill = Process.Start("/bin/kill", ["-TERM", $"{Id}"]);
            using CancellationTokenSource limit = new(Patience);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
    }
}
