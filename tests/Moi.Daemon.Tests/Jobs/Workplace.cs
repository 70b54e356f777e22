using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;

using Moi.Daemon.Jobs;

namespace Moi.Daemon.Tests.Jobs;

/// <summary>Which of the two hosts runs a command.</summary>
public enum Host
{
    Here,
    Apart,
}

/// <summary>A temporary folder with commands in it. What they left running is killed at the end.</summary>
[SupportedOSPlatform("linux")]
internal sealed class Workplace : IDisposable
{
    private readonly List<string> _marks = [];
    private int _commands;

    public static RunnerCommand Runner { get; } = new(Path.Combine(AppContext.BaseDirectory, "moid"), ["runner"]);

    public string Folder { get; } = Directory.CreateTempSubdirectory("moi-jobs-").FullName;

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string NewDirectory() => PathOf($"command-{Interlocked.Increment(ref _commands)}");

    public CommandSpec Spec(string command) => new()
    {
        Id = "test",
        Command = command,
        WorkingDirectory = Folder,
        GraceSeconds = 0.2,
        Durable = false,
    };

    public Watched Start(CommandSpec spec, Host host, string? directory = null)
    {
        directory ??= NewDirectory();
        var watched = new Watched(directory, spec, host == Host.Here ? null : Runner);
        lock (_marks)
        {
            _marks.Add(CommandFiles.ReadSpec(directory)!.Mark);
        }

        return watched;
    }

    public Watched Start(string command, Host host) => Start(Spec(command), host);

    public async Task<(CommandResult Result, string Stdout, string Stderr)> RunAsync(CommandSpec spec, Host host)
    {
        Watched running = Start(spec, host);
        CommandResult? result = await running.Command.Completion;
        Assert.NotNull(result);
        return (result, running.Text(OutputStream.Stdout), running.Text(OutputStream.Stderr));
    }

    public Task<(CommandResult Result, string Stdout, string Stderr)> RunAsync(string command, Host host) =>
        RunAsync(Spec(command), host);

    public string MakeFifo(string name)
    {
        using Process mkfifo = Process.Start("mkfifo", [PathOf(name)]);
        mkfifo.WaitForExit();
        return PathOf(name);
    }

    public void Dispose()
    {
        foreach (string mark in _marks)
        {
            new ProcessTree(null, mark).Kill(TimeSpan.Zero);
        }

        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Waits, within a generous bound, for something only the outside shows.</summary>
    public static async Task Eventually(Func<bool> condition)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(10, bound.Token);
        }
    }

    /// <summary>All bytes that are kept of a stream, and how many were dropped between them.</summary>
    public static (byte[] Bytes, long Dropped) ReadAll(OutputSpool spool, OutputStream stream)
    {
        using var bytes = new MemoryStream();
        long dropped = 0;
        long offset = 0;
        while (true)
        {
            SpoolPiece piece = spool.Read(stream, offset, 50_000);
            dropped += piece.Dropped;
            offset = piece.Next;
            if (piece.Data.IsEmpty)
            {
                return (bytes.ToArray(), dropped);
            }

            bytes.Write(piece.Data.Span);
        }
    }

    public static string TextIn(string directory, OutputStream stream) =>
        Encoding.UTF8.GetString(ReadAll(new OutputSpool(directory), stream).Bytes);
}
