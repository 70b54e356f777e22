using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Moi.Faults.Operators;

/// <summary>An operator at work in a process of its own, which can be killed at any moment; what it told until then is kept.</summary>
internal sealed class OperatorProcess : IAsyncDisposable
{
    /// <summary>The first argument that makes the program an operator.</summary>
    public const string Mode = "operator";

    private readonly Process _process;
    private readonly Task _reading;

    private OperatorProcess(Process process, ConcurrentQueue<Deed> deeds)
    {
        _process = process;
        _reading = ReadAsync(process.StandardOutput, deeds);
    }

    /// <summary>Starts one.</summary>
    /// <param name="name">Who it is; never used again for another.</param>
    /// <param name="port">The loopback port it reaches the broker at.</param>
    /// <param name="seed">Where its random choices begin.</param>
    /// <param name="folder">A folder for its files.</param>
    /// <param name="deeds">Takes what it tells.</param>
    public static OperatorProcess Start(string name, int port, int seed, string folder, ConcurrentQueue<Deed> deeds)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        string assembly = typeof(OperatorProcess).Assembly.Location;
        string program = Path.ChangeExtension(assembly, null);
        start.FileName = File.Exists(program) ? program : Environment.ProcessPath!;
        foreach (string argument in (string[])
            [Mode, name, port.ToString(CultureInfo.InvariantCulture), seed.ToString(CultureInfo.InvariantCulture), folder])
        {
            start.ArgumentList.Add(argument);
        }

        return new OperatorProcess(Process.Start(start) ?? throw new InvalidOperationException("No operator started."), deeds);
    }

    /// <summary>Kills it without warning.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return EndedAsync();
    }

    /// <summary>Tells it to finish what it does, and waits for that.</summary>
    /// <returns>Whether it did within the time.</returns>
    public async Task<bool> FinishAsync(TimeSpan atMost)
    {
        _process.StandardInput.Close();
        using CancellationTokenSource limit = new(atMost);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            await _reading;
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private async Task EndedAsync()
    {
        await _process.WaitForExitAsync();
        await _reading;
    }

    private static async Task ReadAsync(StreamReader output, ConcurrentQueue<Deed> deeds)
    {
        string? torn = null;
        while (await output.ReadLineAsync() is { } line)
        {
            if (torn is not null)
            {
                throw new InvalidDataException($"An operator told nonsense: {torn}");
            }

            try
            {
                deeds.Enqueue(JsonSerializer.Deserialize<Deed>(line)!);
            }
            catch (JsonException)
            {
                // Killed while it wrote its last line; anything but the last is wrong.
                torn = line;
            }
        }
    }
}
