using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Fleet;

/// <summary>
/// What stands in remotes' answers. Any of them may be hostile or damaged: one that leaves out what must be there, or has numbers that are no
/// times, is refused as a whole. Each refusal is a <see cref="JsonException"/>.
/// </summary>
internal static class Answer
{
    /// <summary>The answer to <c>clock</c>.</summary>
    public static DateTimeOffset TimeOf(Outcome outcome) =>
        ValueOf(outcome) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long milliseconds)
            ? Moment(milliseconds)
            : throw new JsonException("The time is not a whole number.");

    /// <summary>The answer to <c>run</c>.</summary>
    public static RunValue RunOf(Outcome outcome) => RunOf(ValueOf(outcome));

    /// <summary>The value of a run.</summary>
    public static RunValue RunOf(JsonElement value) => Checked(Read(value, MessageJson.Wire.RunValue));

    /// <summary>The answer to <c>start</c>.</summary>
    public static JobValue JobOf(Outcome outcome) => Checked(Read(ValueOf(outcome), MessageJson.Wire.JobValue));

    /// <summary>The answer to <c>jobs</c>, <c>wait</c> and <c>stop</c>.</summary>
    public static IReadOnlyList<JobValue> JobsOf(Outcome outcome) =>
        [.. Read(ValueOf(outcome), MessageJson.Wire.IReadOnlyListJobValue).Select(Checked)];

    /// <summary>The answer to <c>files</c>.</summary>
    public static IReadOnlyList<FoundFile> FilesOf(Outcome outcome) => Read(ValueOf(outcome), MessageJson.Wire.FilesValue) switch
    {
        { Files: { } files } when files.All(file => file is { Path: not null, Size: >= 0 }) => files,
        _ => throw new JsonException("A file has no path, or no size."),
    };

    /// <summary>The answer to <c>push</c>.</summary>
    public static PushValue PushOf(Outcome outcome)
    {
        PushValue value = Read(ValueOf(outcome), MessageJson.Wire.PushValue);
        Duration(value.DurationMilliseconds);
        return value.Path is null ? throw new JsonException("The file has no path.") : value;
    }

    /// <summary>The answer to <c>output</c>.</summary>
    public static OutputValue OutputOf(Outcome outcome) => OutputOf(ValueOf(outcome));

    /// <summary>The value of a piece of output.</summary>
    public static OutputValue OutputOf(JsonElement value) => Read(value, MessageJson.Wire.OutputValue) is { Data: not null, Offset: >= 0 } piece
        ? piece
        : throw new JsonException("The piece of output has no data, or no place.");

    /// <summary>A length of time.</summary>
    public static TimeSpan Duration(long milliseconds) => milliseconds is >= 0 and <= long.MaxValue / TimeSpan.TicksPerMillisecond
        ? new TimeSpan(milliseconds * TimeSpan.TicksPerMillisecond)
        : throw new JsonException($"{milliseconds} ms is no length of time.");

    /// <summary>A moment, in milliseconds since 1970.</summary>
    public static DateTimeOffset Moment(long milliseconds) =>
        milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw new JsonException($"{milliseconds} ms since 1970 is no moment.");

    private static JsonElement ValueOf(Outcome outcome) => outcome.Reply?.Value ?? throw new JsonException("There is no value.");

    private static T Read<T>(JsonElement value, JsonTypeInfo<T> type)
        where T : class => value.Deserialize(type) ?? throw new JsonException("The value is null.");

    private static JobValue Checked(JobValue job)
    {
        if (job is not { Id: not null, Name: not null, Command: not null })
        {
            throw new JsonException("A job has no id, no name or no command.");
        }

        Moment(job.StartedAt);
        if (job.Result is { } result)
        {
            Checked(result);
        }

        return job;
    }

    private static RunValue Checked(RunValue run)
    {
        Duration(run.DurationMilliseconds);
        return IsWhole(run.Stdout) && IsWhole(run.Stderr) ? run : throw new JsonException("A stream's lengths are missing, or cannot be.");
    }

    private static bool IsWhole(StreamValue? stream) =>
        stream is { Bytes: >= 0, DroppedAt: >= 0, DroppedBytes: >= 0 } && stream.DroppedAt <= stream.Bytes && stream.DroppedBytes <= stream.Bytes - stream.DroppedAt;
}
