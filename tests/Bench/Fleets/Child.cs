using System.Diagnostics;

namespace Moi.Bench.Fleets;

/// <summary>A process that ends with the bench: killed, since it holds nothing that is wanted later.</summary>
internal sealed class Child : IAsyncDisposable
{
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
    /// <param name="temporary">Where its temporary files go; null for the system's folder.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Child Start(string? temporary, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (temporary is not null)
        {
            start.Environment["TMPDIR"] = temporary;
        }

        Process process = Process.Start(start)!;
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

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
