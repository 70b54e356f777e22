using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Moi.PowerShell.Objects;

/// <summary>Turns PowerShell's values into JSON.</summary>
internal static class JsonValue
{
    private const int MaximumDepth = 32;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>JSON's null, which erases a key.</summary>
    public static JsonElement Null { get; } = Parse("null"u8.ToArray());

    /// <summary>The JSON of a key's new value. The text <c>null</c> erases the key; any other text stays one.</summary>
    /// <exception cref="MoiException">It is null, or has no JSON.</exception>
    public static JsonElement Of(object? value, string key) => Bare(value) switch
    {
        null => throw new MoiException($"The value of '{key}' is $null: to erase a key use Remove-MoiKey {key}, or the text null."),
        "null" => Null,
        _ => Write(value, key),
    };

    /// <summary>The JSON of an element that an array is to hold, or to hold no more.</summary>
    /// <exception cref="MoiException">It has no JSON.</exception>
    public static JsonElement OfElement(object value, string key) => Write(value, key);

    /// <summary>
    /// The JSON of a text after a <c>=</c>: <c>null</c> erases; a number only where the text is that number's JSON text
    /// (<c>1.10</c> and <c>007</c> are texts); true, false, arrays and objects as JSON has them; anything else is a text.
    /// </summary>
    /// <exception cref="MoiException">It is broken Unicode.</exception>
    public static JsonElement OfText(string text, string key)
    {
        if (text is "null" or "true" or "false" || NumberOf(text) is not null || (text.Length > 1 && text[0] is '[' or '{'))
        {
            try
            {
                return Parse(Encoding.UTF8.GetBytes(text));
            }
            catch (JsonException)
            {
                // It only looked like JSON: it is a text.
            }
        }

        return Write(text, key);
    }

    /// <summary>Whether it is a number, not wrapped in anything.</summary>
    public static bool IsNumber(object? value) => value is not Enum
        && value is sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal or BigInteger;

    /// <summary>A number as JSON has it.</summary>
    public static string TextOf(object number) => Convert.ToString(number, CultureInfo.InvariantCulture)!;

    /// <summary>The number whose JSON text this is; null where it is that of none.</summary>
    public static object? NumberOf(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) && TextOf(whole) == text ? whole
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) && double.IsFinite(real) && TextOf(real) == text ? real
        : null;

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static JsonElement Write(object? value, string key)
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
            throw new MoiException($"The value of '{key}' is nested deeper than {MaximumDepth} levels, or holds itself.");
        }

        object? bare = Bare(value);
        switch (bare)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(Checked(text, key));
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case double or float when !double.IsFinite(Convert.ToDouble(bare, CultureInfo.InvariantCulture)):
                throw new MoiException($"The value of '{key}' is {TextOf(bare)}, or holds it, for which JSON has no number.");
            case DateTime or DateTimeOffset:
                writer.WriteStringValue(((IFormattable)bare).ToString("O", CultureInfo.InvariantCulture));
                break;
            case IDictionary pairs:
                WriteFields(writer, pairs.Cast<DictionaryEntry>().Select(pair => (TextOf(pair.Key), pair.Value)), key, depth);
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
                WriteFields(writer, ((PSObject)value!).Properties.Select(property => (property.Name, ValueOf(property, key))), key, depth);
                break;
            case var _ when IsNumber(bare):
                writer.WriteRawValue(TextOf(bare));
                break;
            default:
                writer.WriteStringValue(Checked(Convert.ToString(bare, CultureInfo.InvariantCulture) ?? string.Empty, key));
                break;
        }
    }

    private static void WriteFields(Utf8JsonWriter writer, IEnumerable<(string Name, object? Value)> fields, string key, int depth)
    {
        HashSet<string> written = new(StringComparer.Ordinal);
        writer.WriteStartObject();
        foreach ((string name, object? value) in fields)
        {
            if (!written.Add(name))
            {
                throw new MoiException($"The value of '{key}' has two fields '{name}'.");
            }

            writer.WritePropertyName(Checked(name, key));
            Write(writer, value, key, depth + 1);
        }

        writer.WriteEndObject();
    }

    private static object? ValueOf(PSPropertyInfo property, string key)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException e)
        {
            throw new MoiException($"The field '{property.Name}' of the value of '{key}' cannot be read: {e.Message}", e);
        }
    }

    private static string Checked(string text, string key)
    {
        try
        {
            Strict.GetByteCount(text);
            return text;
        }
        catch (EncoderFallbackException e)
        {
            throw new MoiException($"The value of '{key}' holds half a surrogate pair, which is no text.", e);
        }
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
