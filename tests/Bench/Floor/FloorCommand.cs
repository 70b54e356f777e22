using System.CommandLine;

namespace Moi.Bench.Floor;

/// <summary><c>bench floor</c>: the floor's remotes, in a process of their own, until its standard input ends.</summary>
internal static class FloorCommand
{
    /// <summary>What it writes when all are connected.</summary>
    public const string Ready = "ready";

    private const int AtOnce = 100;

    private static readonly Option<int> Port = new("--port") { Required = true };
    private static readonly Option<int> Count = new("--count") { Required = true };
    private static readonly Option<string> Folder = new("--folder") { Required = true };

    public static Command Create()
    {
        Command command = new("floor", "The floor's remotes, until standard input ends.") { Port, Count, Folder };
        command.Hidden = true;
        command.SetAction((arguments, cancel) => RunAsync(
            arguments.GetValue(Port), arguments.GetValue(Count), arguments.GetValue(Folder)!, cancel));
        return command;
    }

    private static async Task<int> RunAsync(int port, int count, string folder, CancellationToken cancel)
    {
        FloorRemote[] remotes = [.. Enumerable.Range(0, count).Select(number => new FloorRemote(number, folder))];
        foreach (FloorRemote[] batch in remotes.Chunk(AtOnce))
        {
            await Task.WhenAll(batch.Select(remote => remote.ConnectAsync(port)));
        }

        await Console.Out.WriteLineAsync(Ready);
        await Console.In.ReadToEndAsync(cancel);
        return 0;
    }
}
