using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moi.Protocol.Filters;

/// <summary>
/// Lets System.Text.Json, source generation included, read and write filters as <see cref="FilterJson"/> does.
/// </summary>
public sealed class FilterJsonConverter : JsonConverter<Filter>
{
    /// <inheritdoc/>
    /// <exception cref="FilterFormatException">The JSON is no filter.</exception>
    public override Filter Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        FilterJson.Read(JsonElement.ParseValue(ref reader));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Filter value, JsonSerializerOptions options) =>
        FilterJson.Write(writer, value);
}
