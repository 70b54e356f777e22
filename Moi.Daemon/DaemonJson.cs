using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moi.Daemon;

/// <summary>Writes the plain values that keys and answers are made of.</summary>
[JsonSerializable(typeof(JsonElement[]))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(long))]
internal sealed partial class DaemonJson : JsonSerializerContext;

/// <summary>JSON values.</summary>
internal static class Json
{
    public static JsonElement Null { get; } = Parse("null");

    public static JsonElement True { get; } = Parse("true");

    public static JsonElement False { get; } = Parse("false");

    public static JsonElement Of(string text) => JsonSerializer.SerializeToElement(text, DaemonJson.Default.String);

    public static JsonElement Of(long number) => JsonSerializer.SerializeToElement(number, DaemonJson.Default.Int64);

    public static JsonElement Of(bool flag) => flag ? True : False;

    public static JsonElement Of(IEnumerable<string> texts) =>
        JsonSerializer.SerializeToElement([.. texts], DaemonJson.Default.StringArray);

    private static JsonElement Parse(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
