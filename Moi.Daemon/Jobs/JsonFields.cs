using System.Text.Json;

namespace Moi.Daemon.Jobs;

/// <summary>Goes through the fields of a JSON object, in whatever order they stand.</summary>
internal static class JsonFields
{
    /// <summary>Enters the object that is the whole text.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static void Start(ref Utf8JsonReader reader)
    {
        reader.Read();
        Enter(ref reader);
    }

    /// <summary>Enters the object that is a field's value.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static void Enter(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An object is expected.");
        }
    }

    /// <summary>Goes to the next field's value; gives its name, or null at the object's end.</summary>
    /// <exception cref="JsonException">The text is no JSON, or the object is no object.</exception>
    public static string? Next(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
        {
            return reader.TokenType == JsonTokenType.EndObject
                ? null
                : throw new JsonException("A field or the end of an object is expected.");
        }

        string name = reader.GetString() ?? "";
        reader.Read();
        return name;
    }

    /// <summary>The field's text.</summary>
    /// <exception cref="JsonException">It has none.</exception>
    public static string Text(ref Utf8JsonReader reader) =>
        reader.GetString() ?? throw new JsonException("A text is expected.");

    /// <summary>Passes over a field that a later version may have added.</summary>
    public static T Skip<T>(ref Utf8JsonReader reader, T unchanged)
    {
        reader.Skip();
        return unchanged;
    }
}
