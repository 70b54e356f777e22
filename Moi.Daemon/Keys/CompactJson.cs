using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Moi.Daemon.Keys;

/// <summary>The one form values are kept in: without white space, escaped only where JSON demands it.</summary>
internal static class CompactJson
{
    /// <summary>How deep a value may be nested.</summary>
    public const int MaxDepth = 64;

    public static readonly JsonElement Null = Parse("null"u8.ToArray());

    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Writes a value and reads it back, detached from whatever document it came from.</summary>
    /// <exception cref="JsonException">It is nested too deep.</exception>
    /// <exception cref="InvalidOperationException">It holds half a surrogate pair, or is no value at all.</exception>
    public static JsonElement Build(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, WriterOptions))
        {
            write(writer);
        }

        return Parse(buffer.WrittenMemory);
    }

    /// <summary>Length of a value kept here, in UTF-8 bytes.</summary>
    public static int Size(JsonElement value) => Encoding.UTF8.GetByteCount(value.GetRawText());

    /// <summary>Whether two values kept here have the same JSON text, as the seed's filters compare.</summary>
    public static bool Same(JsonElement a, JsonElement b) => a.GetRawText() == b.GetRawText();

    private static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        return document.RootElement.Clone();
    }
}
