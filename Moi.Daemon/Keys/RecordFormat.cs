using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Moi.Daemon.Journal;

namespace Moi.Daemon.Keys;

/// <summary>
/// Records as JSON, such as <c>{"keys":{"A":1,"B":null}}</c> or
/// <c>{"done":{"by":"alice","request":"r1",…},"keys":{…}}</c>. Several that were committed together stand in one array,
/// so that they hold or fail together.
/// </summary>
internal static class RecordFormat
{
    // A value may be as deep as CompactJson allows, and stands a few levels down in its record.
    private static readonly JsonDocumentOptions ReaderOptions = new() { MaxDepth = CompactJson.MaxDepth + 8 };

    public static ReadOnlyMemory<byte> Encode(StoreRecord record)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer, CompactJson.WriterOptions);
        Write(writer, record);
        writer.Flush();
        return buffer.WrittenMemory;
    }

    public static void Write(Utf8JsonWriter writer, StoreRecord record)
    {
        writer.WriteStartObject();
        if (record.Identity is { } identity)
        {
            writer.WriteStartObject("identity");
            writer.WriteString("incarnation", identity.Incarnation);
            writer.WriteString("id", identity.GeneratedId);
            writer.WriteNumber("epoch", identity.Epoch);
            writer.WriteEndObject();
        }

        if (record.Request is { } request)
        {
            WriteRequest(writer, request);
        }

        if (record.Keys.Count > 0)
        {
            writer.WriteStartObject("keys");
            foreach ((string name, JsonElement value) in record.Keys)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        if (record.Floor > 0)
        {
            writer.WriteNumber("floor", record.Floor);
        }

        writer.WriteEndObject();
    }

    /// <summary>The records of one line. Properties that are not known are left to those who know them.</summary>
    /// <exception cref="FormatException">They are not records; the message says why.</exception>
    public static IReadOnlyList<StoreRecord> Decode(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, ReaderOptions);
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray().Select(Read)] : [Read(root)];
        }
        catch (Exception e) when (
            e is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static StoreRecord Read(JsonElement json) => new()
    {
        Identity = json.TryGetProperty("identity", out JsonElement identity) ? ReadIdentity(identity) : null,
        Request = json.TryGetProperty("started", out JsonElement started) ? ReadRequest(started, isDone: false)
            : json.TryGetProperty("done", out JsonElement done) ? ReadRequest(done, isDone: true)
            : null,
        Keys = json.TryGetProperty("keys", out JsonElement keys)
            ? keys.EnumerateObject().ToDictionary(
                key => key.Name, key => CompactJson.Build(key.Value.WriteTo), StringComparer.Ordinal)
            : new Dictionary<string, JsonElement>(),
        Floor = json.TryGetProperty("floor", out JsonElement floor) ? floor.GetInt64() : 0,
    };

    private static StoreIdentity ReadIdentity(JsonElement json) => new(
        json.GetProperty("incarnation").GetGuid(),
        json.GetProperty("id").GetString() ?? throw new FormatException("The id is null."),
        json.GetProperty("epoch").GetInt64());

    private static void WriteRequest(Utf8JsonWriter writer, JournalEntry request)
    {
        writer.WriteStartObject(request.IsDone ? "done" : "started");
        writer.WriteString("by", request.Key.Operator);
        writer.WriteString("request", request.Key.Id);
        writer.WriteString("digest", Convert.ToHexString(request.Digest));
        writer.WriteNumber("until", request.Until);
        if (request.IsDone)
        {
            writer.WriteNumber("keep", request.Keep);
        }

        if (request.Result is { } result)
        {
            WriteResult(writer, result);
        }

        writer.WriteEndObject();
    }

    private static JournalEntry ReadRequest(JsonElement json, bool isDone)
    {
        RequestKey key = new(
            json.GetProperty("by").GetString() ?? throw new FormatException("The operator is null."),
            json.GetProperty("request").GetString() ?? throw new FormatException("The request id is null."));
        byte[] digest = Convert.FromHexString(json.GetProperty("digest").GetString() ?? string.Empty);
        long until = json.GetProperty("until").GetInt64();
        return isDone
            ? JournalEntry.Done(key, digest, until, json.GetProperty("keep").GetInt64(), ReadResult(json))
            : JournalEntry.Interrupted(key, digest, until);
    }

    /// <summary>Results are mostly text, and read better as such.</summary>
    private static void WriteResult(Utf8JsonWriter writer, byte[] result)
    {
        if (Utf8.IsValid(result))
        {
            writer.WriteString("result", result);
        }
        else
        {
            writer.WriteBase64String("resultBytes", result);
        }
    }

    private static byte[]? ReadResult(JsonElement json) =>
        json.TryGetProperty("result", out JsonElement text) ? Encoding.UTF8.GetBytes(text.GetString() ?? string.Empty)
        : json.TryGetProperty("resultBytes", out JsonElement bytes) ? bytes.GetBytesFromBase64()
        : null;
}
