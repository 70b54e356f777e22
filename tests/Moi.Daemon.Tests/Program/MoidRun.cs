using System.Collections.Concurrent;
using System.Diagnostics;
using Moi.Testing;

namespace Moi.Daemon.Tests.Program;

/// <summary>A run of the program moid with any command line.</summary>
internal sealed class MoidRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private MoidRun(ProcessStartInfo start)
    {
        _process = Process.Start(start) ?? throw new InvalidOperationException("moid did not start.");
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>The lines on its standard output so far.</summary>
    public IReadOnlyList<string> Output => [.. _output];

    /// <summary>The lines on its standard error so far.</summary>
    public IReadOnlyList<string> Errors => [.. _errors];

    /// <summary>Starts it.</summary>
    public static MoidRun Start(params string[] arguments) => StartIn(null, arguments);

    /// <summary>Starts it with a folder for temporary files.</summary>
    public static MoidRun StartIn(string? temporary, params string[] arguments)
    {
        // A suite that runs in the background of a shell has SIGINT ignored, and would hand that on.
        ProcessStartInfo start = new("env", ["--default-signal=INT", MoidProgram.Path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (temporary is not null)
        {
            start.Environment["TMPDIR"] = temporary;
        }

        return new MoidRun(start);
    }

    /// <summary>Starts it, and waits until it has ended by itself.</summary>
    public static async Task<MoidRun> RunAsync(params string[] arguments)
    {
        MoidRun moid = Start(arguments);
        await moid.ExitAsync();
        return moid;
    }

    /// <summary>Waits until it has ended and all that it wrote is here.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Sends a signal by name, such as TERM.</summary>
    public async Task SignalAsync(string name)
    {
        using Process kill = Process.Start("/bin/sh", ["-c", $"kill -{name} {Id}"]);
        await kill.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Asks it to end, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        await SignalAsync("TERM");
        return await ExitAsync();
    }

    /// <summary>Kills it without warning, as a power cut would, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}
