using System.Diagnostics;
using Moi.Testing;

namespace Moi.Bench.Floor;

/// <summary>The floor's remotes as a process, and the floor's operator in this one.</summary>
internal sealed class FloorFleet : IAsyncDisposable
{
    private readonly Process _remotes;
    private readonly TemporaryFolder _folder;

    private FloorFleet(Process remotes, TemporaryFolder folder, FloorOperator @operator)
    {
        _remotes = remotes;
        _folder = folder;
        Operator = @operator;
    }

    /// <summary>Who asks them.</summary>
    public FloorOperator Operator { get; }

    /// <summary>Starts them, and returns when all are connected.</summary>
    public static async Task<FloorFleet> StartAsync(int port, int count, CancellationToken cancel)
    {
        TemporaryFolder folder = new();
        Process? remotes = null;
        try
        {
            remotes = Process.Start(new ProcessStartInfo(
                Environment.ProcessPath!, ["floor", "--port", $"{port}", "--count", $"{count}", "--folder", folder.Path])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            string? word = await remotes.StandardOutput.ReadLineAsync(cancel);
            return word == FloorCommand.Ready
                ? new FloorFleet(remotes, folder, await FloorOperator.ConnectAsync(port, count))
                : throw new InvalidOperationException("The floor's remotes could not connect.");
        }
        catch
        {
            await EndAsync(remotes, folder);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Operator.Dispose();
        await EndAsync(_remotes, _folder);
    }

    private static async Task EndAsync(Process? remotes, TemporaryFolder folder)
    {
        if (remotes is not null)
        {
            remotes.Kill();
            await remotes.WaitForExitAsync(CancellationToken.None);
            remotes.Dispose();
        }

        folder.Dispose();
    }
}
