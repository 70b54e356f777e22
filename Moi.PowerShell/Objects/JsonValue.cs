using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;

namespace Moi.PowerShell.Objects;

/// <summary>Turns PowerShell's values into JSON.</summary>
internal static class JsonValue
{
    private const int MaximumDepth = 32;

    private static readonly JsonElement Null = Parse("null");

    /// <summary>The JSON of a value.</summary>
    /// <exception cref="MoiException">It is null, or has no JSON.</exception>
    public static JsonElement Of(object? value, string key) => value is null
        ? throw new MoiException($"The value of '{key}' is $null: to erase a key use Remove-MoiKey {key}, or the text null.")
        : Write(value, key);

    /// <summary>
    /// The JSON of a text after a <c>=</c>: <c>null</c> erases; a number only where the text is that number's JSON text
    /// (<c>1.10</c> and <c>007</c> are texts); true, false, arrays and objects as JSON has them; anything else is a text.
    /// </summary>
    public static JsonElement OfText(string text)
    {
        if (text is "null")
        {
            return Null;
        }

        if (text is "true" or "false" || IsNumber(text) || (text.Length > 1 && text[0] is '[' or '{'))
        {
            try
            {
                return Parse(text);
            }
            catch (JsonException)
            {
                // It only looked like JSON: it is a text.
            }
        }

        return JsonSerializer.SerializeToElement(text);
    }

    private static JsonElement Write(object value, string key)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            Write(writer, value, key, 0);
        }

        return Parse(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, object? value, string key, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw new MoiException($"The value of '{key}' is nested deeper than {MaximumDepth} levels.");
        }

        object? bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        switch (bare)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                if (depth == 0)
                {
                    OfText(text).WriteTo(writer);
                }
                else
                {
                    writer.WriteStringValue(text);
                }

                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                writer.WriteNumberValue(Convert.ToInt64(bare, CultureInfo.InvariantCulture));
                break;
            case double.NaN or double.PositiveInfinity or double.NegativeInfinity or float.NaN or float.PositiveInfinity or float.NegativeInfinity:
                throw new MoiException($"The value of '{key}' is {bare}, which JSON has no number for: give a text instead.");
            case ulong or float or double or decimal:
                writer.WriteRawValue(Convert.ToString(bare, CultureInfo.InvariantCulture)!);
                break;
            case DateTime or DateTimeOffset:
                writer.WriteStringValue(((IFormattable)bare).ToString("O", CultureInfo.InvariantCulture));
                break;
            case IDictionary pairs:
                writer.WriteStartObject();
                foreach (DictionaryEntry pair in pairs)
                {
                    writer.WritePropertyName(Convert.ToString(pair.Key, CultureInfo.InvariantCulture)!);
                    Write(writer, pair.Value, key, depth + 1);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable items:
                writer.WriteStartArray();
                foreach (object? item in items)
                {
                    Write(writer, item, key, depth + 1);
                }

                writer.WriteEndArray();
                break;
            case PSCustomObject:
                writer.WriteStartObject();
                foreach (PSPropertyInfo property in ((PSObject)value!).Properties)
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, key, depth + 1);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteStringValue(bare.ToString());
                break;
        }
    }

    private static bool IsNumber(string text) =>
        (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)
            && whole.ToString(CultureInfo.InvariantCulture) == text)
        || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real)
            && double.IsFinite(real)
            && real.ToString("R", CultureInfo.InvariantCulture) == text);

    private static JsonElement Parse(string text) => Parse(System.Text.Encoding.UTF8.GetBytes(text));

    private static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
