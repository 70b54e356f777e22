using System.Text;
using System.Text.Json;
using Moi.Daemon.Keys;

namespace Moi.Daemon.Jobs.Book;

/// <summary>
/// What the key of a job's name holds: <c>{"state":"running"}</c>; in the end <c>{"code":0,"stdout":"yay","stderr":""}</c>;
/// or <c>{"state":"lost"}</c>. Where a command did not end by itself, <c>state</c> says how, and where output was cut,
/// <c>truncated</c> is true.
/// </summary>
internal static class JobKey
{
    /// <summary>How many bytes of each stream the key holds at the most.</summary>
    public const int LargestOutput = 16 * 1024;

    /// <summary>Below what a store takes, also where every byte has to be escaped.</summary>
    private const int LargestValue = 60 * 1024;

    public static JsonElement Running { get; } = Build(writer => writer.WriteString("state", "running"));

    public static JsonElement Lost { get; } = Build(writer => writer.WriteString("state", "lost"));

    /// <summary>Whether a value is one that a job left, so that another job may take its place.</summary>
    public static bool IsOne(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        && (CompactJson.Same(value, Running)
            || CompactJson.Same(value, Lost)
            || (IsOf(value, "code", JsonValueKind.Number) && IsOf(value, "stdout", JsonValueKind.String) && IsOf(value, "stderr", JsonValueKind.String)));

    /// <summary>The value for a job that ended.</summary>
    public static JsonElement Of(CommandResult result, OutputSpool output)
    {
        for (int limit = LargestOutput; ; limit /= 2)
        {
            JsonElement value = Of(result, output, limit);
            if (limit == 0 || CompactJson.Size(value) <= LargestValue)
            {
                return value;
            }
        }
    }

    /// <summary>The same without output, for a store that has no more room.</summary>
    public static JsonElement WithoutOutput(CommandResult result, OutputSpool output) => Of(result, output, 0);

    private static JsonElement Of(CommandResult result, OutputSpool output, int limit)
    {
        (string stdout, bool stdoutCut) = Beginning(output, OutputStream.Stdout, result.Stdout.Bytes, limit);
        (string stderr, bool stderrCut) = Beginning(output, OutputStream.Stderr, result.Stderr.Bytes, limit);
        return Build(writer =>
        {
            writer.WriteNumber("code", result.ExitCode);
            writer.WriteString("stdout", stdout);
            writer.WriteString("stderr", result.How == CommandEnd.FailedToStart ? result.Reason : stderr);
            if (StateOf(result.How) is { } state)
            {
                writer.WriteString("state", state);
            }

            if (stdoutCut || stderrCut)
            {
                writer.WriteBoolean("truncated", true);
            }
        });
    }

    private static (string Text, bool IsCut) Beginning(OutputSpool output, OutputStream stream, long bytes, int limit)
    {
        SpoolPiece piece = output.Read(stream, 0, limit);
        ReadOnlyMemory<byte> data = piece.Dropped == 0 ? piece.Data : default;
        bool isCut = data.Length < bytes;
        int length = data.Length;
        while (isCut && length > 0 && IsInsideCharacter(data.Span, length))
        {
            length--;
        }

        return (Encoding.UTF8.GetString(data.Span[..length]).TrimEnd('\r', '\n'), isCut);
    }

    /// <summary>Whether a cut there would fall into a character, as far as the bytes are UTF-8 at all.</summary>
    private static bool IsInsideCharacter(ReadOnlySpan<byte> text, int length)
    {
        const int LongestCharacter = 4;
        for (int back = 1; back <= Math.Min(LongestCharacter, length); back++)
        {
            byte first = text[length - back];
            if ((first & 0xC0) != 0x80)
            {
                return back < (first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1);
            }
        }

        return false;
    }

    private static string? StateOf(CommandEnd how) => how switch
    {
        CommandEnd.TimedOut => "timed-out",
        CommandEnd.Stopped => "stopped",
        CommandEnd.FailedToStart => "failed",
        _ => null,
    };

    private static bool IsOf(JsonElement value, string field, JsonValueKind kind) =>
        value.TryGetProperty(field, out JsonElement found) && found.ValueKind == kind;

    private static JsonElement Build(Action<Utf8JsonWriter> fields) => CompactJson.Build(writer =>
    {
        writer.WriteStartObject();
        fields(writer);
        writer.WriteEndObject();
    });
}
