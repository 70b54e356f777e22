using System.Buffers;
using System.Text.Json;

namespace Moi.Daemon.Jobs;

/// <summary>
/// A <see cref="CommandResult"/> as JSON, written out for the reason given at <see cref="CommandSpecJson"/>.
/// </summary>
internal static class CommandResultJson
{
    public static byte[] Write(CommandResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("how"u8, Name(result.How));
            writer.WriteNumber("exitCode"u8, result.ExitCode);
            if (result.Signal is { } signal)
            {
                writer.WriteNumber("signal"u8, signal);
            }

            writer.WriteNumber("startedAt"u8, result.StartedAt);
            writer.WriteNumber("durationMs"u8, result.DurationMs);
            Write(writer, "stdout"u8, result.Stdout);
            Write(writer, "stderr"u8, result.Stderr);
            if (result.Reason is { } reason)
            {
                writer.WriteString("reason"u8, reason);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="JsonException">This is no result.</exception>
    public static CommandResult Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var nothing = new StreamResult(0, "", 0);
        var result = new CommandResult(CommandEnd.Exited, 0, null, 0, 0, nothing, nothing, null);
        JsonFields.Start(ref reader);
        while (JsonFields.Next(ref reader) is { } field)
        {
            result = field switch
            {
                "how" => result with { How = End(JsonFields.Text(ref reader)) },
                "exitCode" => result with { ExitCode = reader.GetInt32() },
                "signal" => result with { Signal = reader.GetInt32() },
                "startedAt" => result with { StartedAt = reader.GetInt64() },
                "durationMs" => result with { DurationMs = reader.GetInt64() },
                "stdout" => result with { Stdout = ReadStream(ref reader) },
                "stderr" => result with { Stderr = ReadStream(ref reader) },
                "reason" => result with { Reason = JsonFields.Text(ref reader) },
                _ => JsonFields.Skip(ref reader, result),
            };
        }

        return result;
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, StreamResult stream)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("bytes"u8, stream.Bytes);
        writer.WriteString("sha256"u8, stream.Sha256);
        writer.WriteNumber("missingBytes"u8, stream.MissingBytes);
        writer.WriteEndObject();
    }

    private static StreamResult ReadStream(ref Utf8JsonReader reader)
    {
        var stream = new StreamResult(0, "", 0);
        JsonFields.Enter(ref reader);
        while (JsonFields.Next(ref reader) is { } field)
        {
            stream = field switch
            {
                "bytes" => stream with { Bytes = reader.GetInt64() },
                "sha256" => stream with { Sha256 = JsonFields.Text(ref reader) },
                "missingBytes" => stream with { MissingBytes = reader.GetInt64() },
                _ => JsonFields.Skip(ref reader, stream),
            };
        }

        return stream;
    }

    private static string Name(CommandEnd end) => end switch
    {
        CommandEnd.Exited => "exited",
        CommandEnd.TimedOut => "timedOut",
        CommandEnd.Stopped => "stopped",
        _ => "failedToStart",
    };

    private static CommandEnd End(string name) => name switch
    {
        "exited" => CommandEnd.Exited,
        "timedOut" => CommandEnd.TimedOut,
        "stopped" => CommandEnd.Stopped,
        "failedToStart" => CommandEnd.FailedToStart,
        _ => throw new JsonException($"'{name}' is no end of a command."),
    };
}
