using System.Globalization;

namespace Moi.Bench.Fleets;

/// <summary>Thousands of remotes in one moid process, each with keys, a store and a connection of its own.</summary>
internal sealed class Swarm : IAsyncDisposable
{
    private readonly Child _process;

    private Swarm(Child process) => _process = process;

    /// <summary>The id of their process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts them, and returns when all are online.</summary>
    /// <param name="build">Which moid.</param>
    /// <param name="port">The broker's port.</param>
    /// <param name="first">The number of the first, from 1.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task<Swarm> StartAsync(MoidBuild build, int port, int first, int count, CancellationToken cancel)
    {
        Child process = Child.Start(build.Path, "demo", "--broker", $"127.0.0.1:{port}", "--first", Text(first), "--count", Text(count));
        try
        {
            await process.FirstLineAsync(cancel);
            return new Swarm(process);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills all of them at once, without a farewell.</summary>
    public void Kill() => _process.Kill();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
