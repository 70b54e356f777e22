using System.Text;
using System.Text.Json;

namespace Moi.Fuzz.Parsers;

/// <summary>What an input is before a parser of text or JSON gets it.</summary>
internal static class Inputs
{
    /// <summary>As text; what is no UTF-8 becomes U+FFFD, or, so that such texts are met too, a lone surrogate.</summary>
    public static string Text(byte[] input) => Encoding.UTF8.GetString(input).Replace('\uFFFD', '\uD800');

    /// <summary>As JSON, read as everything that comes over the network.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static JsonElement Json(byte[] input)
    {
        Utf8JsonReader reader = new(input);
        return JsonElement.ParseValue(ref reader);
    }
}
