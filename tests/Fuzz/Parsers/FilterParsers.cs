using System.Text;
using System.Text.Json;
using Moi.Protocol.Filters;

namespace Moi.Fuzz.Parsers;

/// <summary>Conditions, as people write them and as they travel.</summary>
internal static class FilterParsers
{
    private static readonly Keys Known = new();

    public static IEnumerable<FuzzedParser> All =>
    [
        FuzzedParser.Refusing<FilterSyntaxException>("filter-text", 16 * 1024, input => Used(Filter.Parse(Inputs.Text(input)))),
        FuzzedParser.Refusing<JsonException>("filter-json", 64 * 1024, input => Used(FilterJson.Read(Inputs.Json(input)))),
        FuzzedParser.Refusing<FormatException>("pattern", 1024, input =>
        {
            string text = Inputs.Text(input);
            LikePattern.Parse(text).IsMatch("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", ignoreCase: true);
            LikePattern.Parse(text).IsMatch(text, ignoreCase: false);
            return "pattern";
        }),
    ];

    /// <summary>It is evaluated, and comes back from its text and from its JSON as it was.</summary>
    private static string Used(Filter filter)
    {
        filter.Matches(Known);
        FuzzedParser.Promise(SeedForm.TryWrite(filter) is not { } text || Filter.Parse(text) == filter, "the text of a filter says the same");
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            FilterJson.Write(writer, filter);
        }

        FuzzedParser.Promise(FilterJson.Read(Inputs.Json(stream.ToArray())) == filter, "the JSON of a filter says the same");
        return $"{filter.GetType().Name} {filter.Depth} {filter.NodeCount}";
    }

    private sealed class Keys : IKeyLookup
    {
        private readonly JsonElement _keys = Inputs.Json(Encoding.UTF8.GetBytes(
            """{"a":1,"b":"text","c":[1,"x",null,{"d":2}],"d":{"e":{"f":[1]}},"version":"1.2.3","name":"frodo","addr":"10.0.0.1","n":9223372036854775807,"x":1e300}"""));

        public KeyReading Read(string key) => _keys.TryGetProperty(key, out JsonElement value) ? KeyReading.Of(value) : KeyReading.Absent;
    }
}
