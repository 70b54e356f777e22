using System.Globalization;
using Moi.Testing;

namespace Moi.Bench.Fleets;

/// <summary>
/// Thousands of remotes, each with keys, a store and a connection of its own: in one moid process, or in as few as the limit of open
/// files allows.
/// </summary>
internal sealed class Swarm : IAsyncDisposable
{
    private const int FilesOfARemote = 3;
    private const int FilesOfTheProcess = 256;

    private readonly TemporaryFolder _folder;
    private readonly Child[] _processes;

    private Swarm(TemporaryFolder folder, Child[] processes)
    {
        _folder = folder;
        _processes = processes;
    }

    /// <summary>How many files a process may have open here.</summary>
    public static int MostOpenFiles { get; } = int.Parse(
        File.ReadLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[4],
        CultureInfo.InvariantCulture);

    /// <summary>How many processes they are.</summary>
    public int Processes => _processes.Length;

    /// <summary>The memory they have in RAM, in MiB.</summary>
    public double ResidentMebibytes => _processes.Sum(process => new ProcessFacts(process.Id).ResidentMebibytes);

    /// <summary>Starts them, and returns when all are online.</summary>
    /// <param name="build">Which moid.</param>
    /// <param name="port">The broker's port.</param>
    /// <param name="first">The number of the first, from 1.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task<Swarm> StartAsync(MoidBuild build, int port, int first, int count, CancellationToken cancel)
    {
        int inOne = Math.Min(count, (MostOpenFiles - FilesOfTheProcess) / FilesOfARemote);
        int processes = (count + inOne - 1) / inOne;
        TemporaryFolder folder = new();
        Swarm swarm = new(folder, [.. Enumerable.Range(0, processes).Select(number =>
        {
            int from = count * number / processes;
            int until = count * (number + 1) / processes;
            return Child.Start(folder.Path, build.Path, "demo", "--broker", $"127.0.0.1:{port}", "--first", Text(first + from), "--count", Text(until - from));
        })]);
        try
        {
            foreach (Child process in swarm._processes)
            {
                await process.FirstLineAsync(cancel);
            }

            return swarm;
        }
        catch
        {
            await swarm.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills all of them at once, without a farewell.</summary>
    public void Kill() => Array.ForEach(_processes, process => process.Kill());

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_processes.Select(process => process.DisposeAsync().AsTask()));
        _folder.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
