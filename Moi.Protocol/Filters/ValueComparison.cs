using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Moi.Protocol.Filters;

/// <summary>
/// Compares a remote's values with a filter's. Two numbers compare as numbers; anything else as text, where a string is
/// its content and everything else its compact JSON text. Null equals null only. Nothing here throws, whatever the
/// value.
/// </summary>
internal static class ValueComparison
{
    private static readonly JsonWriterOptions CompactText =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether the values are equal; a value that is not there is null.</summary>
    public static bool AreEqual(JsonElement? value, FilterValue other, bool ignoreCase) =>
        other.Kind == JsonValueKind.Null
            ? value is null or { ValueKind: JsonValueKind.Null }
            : Order(value, other, ignoreCase) == 0;

    /// <summary>
    /// Below, at or above 0 as the value comes before, with or after the other; null when there is no order, since
    /// one of them is null or has no text.
    /// </summary>
    public static int? Order(JsonElement? value, FilterValue other, bool ignoreCase)
    {
        if (value is not { } present || other.Kind == JsonValueKind.Null)
        {
            return null;
        }

        if (present.ValueKind == JsonValueKind.Number && other.Kind == JsonValueKind.Number)
        {
            return JsonNumber.Compare(present.GetRawText(), other.Text);
        }

        StringComparison comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return TryGetText(present, out string? text) ? string.Compare(text, other.Text, comparison) : null;
    }

    /// <summary>
    /// The text of a value. False for values that have none: null, and strings that are not Unicode (half a surrogate
    /// pair, broken UTF-8), which equal nothing.
    /// </summary>
    public static bool TryGetText(JsonElement value, [NotNullWhen(true)] out string? text)
    {
        text = null;
        try
        {
            text = value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Array or JsonValueKind.Object => Compact(value),
                JsonValueKind.Null or JsonValueKind.Undefined => null,
                _ => value.GetRawText(),
            };
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            // JSON can hold escapes and bytes that are no Unicode text; the reader finds out only here.
        }

        return text is not null;
    }

    private static string Compact(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, CompactText))
        {
            value.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
