using System.Text.Json;
using System.Text.Json.Serialization;
using Moi.Protocol.Filters;
using static Moi.Protocol.Tests.Filters.Make;

namespace Moi.Protocol.Tests.Filters;

public sealed partial class FilterJsonTests
{
    public static TheoryData<Filter, string> WireForms => new()
    {
        { Exists("K.f"), """{"exists":["K.f"]}""" },
        { Eq("K", "V"), """{"eq":["K","V"]}""" },
        { Ne("K", "V"), """{"ne":["K","V"]}""" },
        { Compare("K", ComparisonOperator.Greater, FilterValue.FromNumber("1.50")), """{"gt":["K",1.50]}""" },
        { Compare("K", ComparisonOperator.GreaterOrEqual, FilterValue.Null), """{"ge":["K",null]}""" },
        { Compare("K", ComparisonOperator.Less, FilterValue.FromBoolean(true), true), """{"ilt":["K",true]}""" },
        { Compare("K", ComparisonOperator.LessOrEqual, FilterValue.FromNumber(-1), true), """{"ile":["K",-1]}""" },
        { Compare("K", ComparisonOperator.Equal, FilterValue.FromString("V"), true), """{"ieq":["K","V"]}""" },
        { Starts("K", "V"), """{"starts":["K","V"]}""" },
        { Like("K", "V*"), """{"like":["K","V*"]}""" },
        { Like("K", "V*", ignoreCase: true), """{"ilike":["K","V*"]}""" },
        { In("K", false, FilterValue.FromNumber(1), FilterValue.FromString("a")), """{"in":["K",[1,"a"]]}""" },
        { In("K", true), """{"iin":["K",[]]}""" },
        { Contains("K", "V"), """{"elem":["K","V"]}""" },
        { Contains("K", "V", ignoreCase: true), """{"ielem":["K","V"]}""" },
        { All(Exists("A"), Any(Exists("B"))), """{"all":[{"exists":["A"]},{"any":[{"exists":["B"]}]}]}""" },
        { Not(Exists("A")), """{"not":{"exists":["A"]}}""" },
    };

    [Theory]
    [MemberData(nameof(WireForms))]
    public void A_tree_has_this_wire_form_and_reads_back(Filter filter, string expected)
    {
        string json = JsonSerializer.Serialize(filter, FilterContext.Default.Filter);
        Assert.Equal(expected, json);
        Assert.Equal(filter, FilterJson.Read(JsonElement.Parse(json)));
    }

    [Theory]
    [InlineData("null", "$", "expected an object with one operator, found null")]
    [InlineData("\"name=frodo\"", "$", "found a string")]
    [InlineData("[]", "$", "found an array of 0")]
    [InlineData("{}", "$", "expected one operator, found an empty object")]
    [InlineData("""{"exists":["A"],"not":{"exists":["A"]}}""", "$", "expected exactly one operator, found more")]
    [InlineData("""{"eq":["A",1],"eq":["A",2]}""", "$", "expected exactly one operator, found more")]
    [InlineData("""{"frob":["A"]}""", "$", "unknown operator 'frob'")]
    [InlineData("""{"EQ":["A",1]}""", "$", "unknown operator 'EQ'")]
    [InlineData("""{"iexists":["A"]}""", "$", "unknown operator 'iexists'")]
    [InlineData("""{"iieq":["A",1]}""", "$", "unknown operator 'iieq'")]
    [InlineData("""{"i":["A",1]}""", "$", "unknown operator 'i'")]
    [InlineData("""{"":["A",1]}""", "$", "unknown operator ''")]
    [InlineData("""{"\u001b[31m":["A",1]}""", "$", "unknown operator '?[31m'")]
    [InlineData("""{"\ud800":["A",1]}""", "$", "the operator's name is not Unicode text")]
    [InlineData("""{"exists":"A"}""", "$.exists", "expected an array of a key, found a string")]
    [InlineData("""{"exists":["A","B"]}""", "$.exists", "found an array of 2")]
    [InlineData("""{"exists":[1]}""", "$.exists[0]", "expected a string, found a number")]
    [InlineData("""{"exists":["a b"]}""", "$.exists[0]", "'a b' is not a key")]
    [InlineData("""{"exists":[""]}""", "$.exists[0]", "'' is not a key: expected a key")]
    [InlineData("""{"exists":["\ud800"]}""", "$.exists[0]", "the key is not Unicode text")]
    [InlineData("""{"eq":["A"]}""", "$.eq", "expected an array of a key and its operand, found an array of 1")]
    [InlineData("""{"eq":["A",1,2]}""", "$.eq", "found an array of 3")]
    [InlineData("""{"eq":["A",[1]]}""", "$.eq[1]", "expected a string, number, true, false or null, found an array")]
    [InlineData("""{"ieq":["A",{}]}""", "$.ieq[1]", "found an object")]
    [InlineData("""{"eq":["A","\ud800"]}""", "$.eq[1]", "the value is not Unicode text")]
    [InlineData("""{"starts":["A",1]}""", "$.starts[1]", "expected a string, found a number")]
    [InlineData("""{"like":["A","["]}""", "$.like[1]", "the '[' at position 0 has no ']'")]
    [InlineData("""{"like":["A",null]}""", "$.like[1]", "expected a string, found null")]
    [InlineData("""{"in":["A",1]}""", "$.in[1]", "expected an array of values, found a number")]
    [InlineData("""{"in":["A",[1,[]]]}""", "$.in[1][1]", "found an array of 0")]
    [InlineData("""{"all":[]}""", "$.all", "expected an array of at least one filter, found an array of 0")]
    [InlineData("""{"any":{}}""", "$.any", "found an object")]
    [InlineData("""{"not":[]}""", "$.not", "expected an object with one operator")]
    [InlineData("""{"all":[{"exists":["A"]},{"any":[{"not":{"x":1}}]}]}""", "$.all[1].any[0].not", "unknown operator")]
    public void A_bad_tree_is_refused_with_the_place(string json, string location, string fault)
    {
        FilterFormatException error = Assert.Throws<FilterFormatException>(
            () => FilterJson.Read(JsonElement.Parse(json)));
        Assert.Equal(location, error.Location);
        Assert.StartsWith($"The filter is not valid at {location}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tree_that_is_too_deep_is_refused()
    {
        string Nested(int depth) => string.Concat(Enumerable.Repeat("""{"not":""", depth - 1))
            + """{"exists":["A"]}""" + new string('}', depth - 1);

        FilterJson.Read(JsonElement.Parse(Nested(FilterLimits.MaxDepth)));
        AssertRefused(Nested(FilterLimits.MaxDepth + 1), "nested too deeply, at most 16 levels");
    }

    [Fact]
    public void A_tree_that_is_too_large_is_refused()
    {
        string Wide(int conditions) =>
            $$"""{"all":[{{string.Join(',', Enumerable.Repeat("""{"exists":["A"]}""", conditions))}}]}""";
        string Listed(int values) => $$"""{"in":["A",[{{string.Join(',', Enumerable.Repeat("1", values))}}]]}""";

        FilterJson.Read(JsonElement.Parse(Wide(FilterLimits.MaxNodes - 1)));
        FilterJson.Read(JsonElement.Parse(Listed(FilterLimits.MaxNodes - 1)));
        AssertRefused(Wide(FilterLimits.MaxNodes), "at most 256 conditions and list values");
        AssertRefused(Listed(FilterLimits.MaxNodes), "at most 256 conditions and list values");
        AssertRefused(
            $$"""{"all":[{{Wide(200)}},{{Listed(60)}}]}""", "at most 256 conditions and list values");
    }

    [Fact]
    public void Text_that_is_too_long_is_refused()
    {
        string key = new('k', FilterLimits.MaxKeyLength + 1);
        string value = new('1', FilterLimits.MaxValueLength + 1);
        string pattern = new('?', FilterLimits.MaxPatternLength + 1);
        AssertRefused($$"""{"exists":["{{key}}"]}""", "the key is 257 characters long, at most 256");
        AssertRefused($$"""{"eq":["K","{{value}}"]}""", "the value is 1025 characters long, at most 1024");
        AssertRefused($$"""{"eq":["K",{{value}}]}""", "the value is 1025 characters long, at most 1024");
        AssertRefused($$"""{"starts":["K","{{value}}"]}""", "the prefix is 1025 characters long, at most 1024");
        AssertRefused($$"""{"like":["K","{{pattern}}"]}""", "the pattern is 257 characters long, at most 256");
    }

    [Fact]
    public void A_message_generated_from_source_carries_a_filter_or_none()
    {
        var message = new Message(All(Exists("A"), Eq("b", "1")), null);
        string json = JsonSerializer.Serialize(message, FilterContext.Default.Message);
        Assert.Equal("""{"Which":{"all":[{"exists":["A"]},{"eq":["b","1"]}]},"Other":null}""", json);
        Assert.Equal(message, JsonSerializer.Deserialize(json, FilterContext.Default.Message));
    }

    [Fact]
    public void A_bad_filter_in_a_message_is_a_JSON_error_that_says_what_is_wrong_with_it()
    {
        FilterFormatException error = Assert.Throws<FilterFormatException>(() =>
            JsonSerializer.Deserialize("""{"Which":{"frob":[]},"Other":null}""", FilterContext.Default.Message));
        Assert.Contains("unknown operator 'frob'", error.Message, StringComparison.Ordinal);
        Assert.ThrowsAny<JsonException>(() =>
            JsonSerializer.Deserialize("""{"Which":{"frob":""", FilterContext.Default.Message));
    }

    private static void AssertRefused(string json, string fault)
    {
        FilterFormatException error = Assert.Throws<FilterFormatException>(
            () => FilterJson.Read(JsonElement.Parse(json)));
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    internal sealed record Message(Filter? Which, Filter? Other);

    [JsonSerializable(typeof(Message))]
    internal sealed partial class FilterContext : JsonSerializerContext;
}
