using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Moi.Protocol.Filters;

/// <summary>
/// A value that a filter compares with: a string, a number (kept as its JSON text, so 1 and 1.0 are two values), true,
/// false or null. Immutable, equal by kind and text.
/// </summary>
public sealed record FilterValue
{
    private FilterValue(JsonValueKind kind, string text)
    {
        Kind = kind;
        Text = FilterText.Check(text, FilterLimits.MaxValueLength, "value");
    }

    /// <summary>Null, which is what an absent key is equal to.</summary>
    public static FilterValue Null { get; } = new(JsonValueKind.Null, "null");

    /// <summary>One of String, Number, True, False and Null.</summary>
    public JsonValueKind Kind { get; }

    /// <summary>The content of a string; the JSON text of anything else.</summary>
    public string Text { get; }

    /// <summary>A string.</summary>
    /// <exception cref="ArgumentException">It is too long or not well-formed UTF-16.</exception>
    public static FilterValue FromString(string text) => new(JsonValueKind.String, text);

    /// <summary>True or false.</summary>
    public static FilterValue FromBoolean(bool value) =>
        value ? new FilterValue(JsonValueKind.True, "true") : new FilterValue(JsonValueKind.False, "false");

    /// <summary>An integer.</summary>
    public static FilterValue FromNumber(long value) =>
        new(JsonValueKind.Number, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number, by the shortest text that reads back as the same double.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public static FilterValue FromNumber(double value) => FromNumber(value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>A decimal number, trailing zeros kept.</summary>
    public static FilterValue FromNumber(decimal value) => FromNumber(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number by its JSON text, such as <c>-1.5e3</c>.</summary>
    /// <exception cref="ArgumentException">The text is not one JSON number, or too long.</exception>
    public static FilterValue FromNumber(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return IsNumber(json)
            ? new FilterValue(JsonValueKind.Number, json)
            : throw new ArgumentException($"'{FilterText.Printable(json, 40)}' is not a JSON number.", nameof(json));
    }

    /// <summary>The value as a person reads it: <see cref="Text"/>.</summary>
    public override string ToString() => Text;

    private static bool IsNumber(string json)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(utf8);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.ValueSpan.Length == utf8.Length;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
