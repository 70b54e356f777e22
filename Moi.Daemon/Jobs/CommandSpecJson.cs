using System.Buffers;
using System.Text.Json;

namespace Moi.Daemon.Jobs;

/// <summary>
/// A <see cref="CommandSpec"/> as JSON. Written out, because a runner reads one spec in its life, and the serializer's
/// preparations would cost it more than all else it does.
/// </summary>
internal static class CommandSpecJson
{
    public static byte[] Write(CommandSpec spec)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, spec.Id);
            writer.WriteString("command"u8, spec.Command);
            writer.WriteString("workingDirectory"u8, spec.WorkingDirectory);
            writer.WriteStartObject("environment"u8);
            foreach ((string name, string value) in spec.Environment)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
            if (spec.Stdin is { } stdin)
            {
                writer.WriteBase64String("stdin"u8, stdin);
            }

            if (spec.TimeoutSeconds is { } timeout)
            {
                writer.WriteNumber("timeoutSeconds"u8, timeout);
            }

            writer.WriteNumber("graceSeconds"u8, spec.GraceSeconds);
            writer.WriteNumber("outputLimitBytes"u8, spec.OutputLimitBytes);
            writer.WriteBoolean("durable"u8, spec.Durable);
            writer.WriteString("mark"u8, spec.Mark);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="JsonException">This is no spec.</exception>
    public static CommandSpec Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var spec = new CommandSpec { Id = "", Command = "", WorkingDirectory = "/" };
        JsonFields.Start(ref reader);
        while (JsonFields.Next(ref reader) is { } field)
        {
            spec = field switch
            {
                "id" => spec with { Id = JsonFields.Text(ref reader) },
                "command" => spec with { Command = JsonFields.Text(ref reader) },
                "workingDirectory" => spec with { WorkingDirectory = JsonFields.Text(ref reader) },
                "environment" => spec with { Environment = ReadEnvironment(ref reader) },
                "stdin" => spec with { Stdin = reader.GetBytesFromBase64() },
                "timeoutSeconds" => spec with { TimeoutSeconds = reader.GetDouble() },
                "graceSeconds" => spec with { GraceSeconds = reader.GetDouble() },
                "outputLimitBytes" => spec with { OutputLimitBytes = reader.GetInt64() },
                "durable" => spec with { Durable = reader.GetBoolean() },
                "mark" => spec with { Mark = JsonFields.Text(ref reader) },
                _ => JsonFields.Skip(ref reader, spec),
            };
        }

        return spec;
    }

    private static Dictionary<string, string> ReadEnvironment(ref Utf8JsonReader reader)
    {
        var environment = new Dictionary<string, string>();
        JsonFields.Enter(ref reader);
        while (JsonFields.Next(ref reader) is { } name)
        {
            environment[name] = JsonFields.Text(ref reader);
        }

        return environment;
    }
}
