using System.Runtime.Versioning;
using System.Threading.Channels;

using Moi.Daemon.Jobs;

namespace Moi.Daemon.Tests.Jobs;

/// <summary>A command whose output a test waits for.</summary>
[SupportedOSPlatform("linux")]
internal sealed class Watched
{
    private readonly Channel<long> _news = Channel.CreateUnbounded<long>();

    public Watched(string directory, CommandSpec spec, RunnerCommand? runner)
    {
        Directory = directory;
        Command = CommandHost.Start(spec, directory, runner, (_, total) => _news.Writer.TryWrite(total));
    }

    public string Directory { get; }

    public RunningCommand Command { get; }

    public string Text(OutputStream stream) => Workplace.TextIn(Directory, stream);

    /// <summary>Waits until standard output has at least that many lines, and gives them.</summary>
    public async Task<string[]> LinesAsync(int count)
    {
        while (true)
        {
            string[] lines = Text(OutputStream.Stdout).Split('\n')[..^1];
            if (lines.Length >= count)
            {
                return lines;
            }

            await _news.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        }
    }
}
