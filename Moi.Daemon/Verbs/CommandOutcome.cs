using System.Text;
using System.Text.Unicode;
using Moi.Daemon.Jobs;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Verbs;

/// <summary>Tells what came of a command, with the beginning of its output where there is room.</summary>
internal static class CommandOutcome
{
    /// <summary>What came of it, without output: that stands in the spool, from where it can be fetched.</summary>
    public static RunValue Summarize(CommandResult result, OutputSpool output) => new()
    {
        ExitCode = result.ExitCode,
        Ending = result.How switch
        {
            CommandEnd.TimedOut => RunEnding.TimedOut,
            CommandEnd.Stopped => RunEnding.Stopped,
            _ => RunEnding.Exited,
        },
        DurationMilliseconds = result.DurationMs,
        Stdout = Summarize(result.Stdout, output, OutputStream.Stdout),
        Stderr = Summarize(result.Stderr, output, OutputStream.Stderr),
    };

    /// <summary>The same with the beginning of both streams.</summary>
    /// <param name="summary">What came of it.</param>
    /// <param name="output">What it wrote.</param>
    /// <param name="inline">How many bytes of each stream.</param>
    public static RunValue WithBeginning(this RunValue summary, OutputSpool output, int inline) => summary with
    {
        Stdout = WithBeginning(summary.Stdout, output, OutputStream.Stdout, inline),
        Stderr = WithBeginning(summary.Stderr, output, OutputStream.Stderr, inline),
    };

    private static StreamValue Summarize(StreamResult stream, OutputSpool output, OutputStream which) => new()
    {
        Bytes = stream.Bytes,
        Sha256 = stream.Sha256,
        DroppedBytes = stream.MissingBytes,
        DroppedAt = stream.Truncated ? Math.Min(output.Head, output.Total(which)) : 0,
    };

    private static StreamValue WithBeginning(StreamValue stream, OutputSpool output, OutputStream which, int inline)
    {
        SpoolPiece piece = output.Read(which, 0, Math.Clamp(inline, 0, RunSpools.LargestPiece));
        ReadOnlyMemory<byte> beginning = piece.Dropped == 0 ? piece.Data : default;
        return Utf8.IsValid(beginning.Span)
            ? stream with { Text = Encoding.UTF8.GetString(beginning.Span) }
            : stream with { Data = beginning.ToArray() };
    }
}
