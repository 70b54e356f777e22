using Moi.Protocol.Filters;
using static Moi.Protocol.Tests.Filters.Make;

namespace Moi.Protocol.Tests.Filters;

/// <summary>What the nodes do that only PowerShell blocks and the wire can make.</summary>
public sealed class BlockEvaluationTests
{
    private static readonly FilterValue One = FilterValue.FromNumber(1);

    private static string Keys(string value) => $$"""{ "k": {{value}} }""";

    private static FilterValue Value(string json) =>
        ((ComparisonFilter)FilterJson.Read(System.Text.Json.JsonElement.Parse($$"""{"eq":["k",{{json}}]}"""))).Value;

    [Theory]

    // Both numbers: by number.
    [InlineData("1", "1.0", "eq ge le")]
    [InlineData("10", "9", "ne gt ge")]
    [InlineData("-1", "1e-3", "ne lt le")]
    [InlineData("9007199254740993", "9007199254740992", "ne gt ge")]
    [InlineData("1e400", "1e399", "ne gt ge")]
    [InlineData("0.1", "1e-1", "eq ge le")]
    [InlineData("-0.0", "0", "eq ge le")]

    // Otherwise by text.
    [InlineData("\"10\"", "9", "ne lt le")]
    [InlineData("10", "\"9\"", "ne lt le")]
    [InlineData("1", "\"1\"", "eq ge le")]
    [InlineData("\"1\"", "1", "eq ge le")]
    [InlineData("\"1\"", "1.0", "ne lt le")]
    [InlineData("\"b\"", "\"a\"", "ne gt ge")]
    [InlineData("\"\"", "\"a\"", "ne lt le")]
    [InlineData("true", "true", "eq ge le")]
    [InlineData("true", "\"true\"", "eq ge le")]
    [InlineData("true", "false", "ne gt ge")]
    [InlineData("[ 1 ]", "\"[1]\"", "eq ge le")]

    // Null and absent are the same, equal to null only, and have no order.
    [InlineData("null", "null", "eq")]
    [InlineData("null", "\"null\"", "ne")]
    [InlineData("null", "0", "ne")]
    [InlineData("\"null\"", "null", "ne")]
    [InlineData("0", "null", "ne")]
    public void These_comparisons_hold_and_no_others(string key, string value, string expected)
    {
        var keys = new JsonKeys(Keys(key));
        IEnumerable<string> holding =
            from comparison in Enum.GetValues<ComparisonOperator>()
            where Compare("k", comparison, Value(value)).Matches(keys)
            select comparison.ShortName();
        Assert.Equal(expected, string.Join(' ', holding));
    }

    [Fact]
    public void A_key_that_is_missing_is_unequal_to_all_but_null_and_has_no_order()
    {
        var none = new JsonKeys("{}");
        foreach (ComparisonOperator comparison in Enum.GetValues<ComparisonOperator>())
        {
            bool isUnequal = comparison == ComparisonOperator.NotEqual;
            Assert.Equal(isUnequal, Compare("k", comparison, One).Matches(none));
            bool isEqual = comparison == ComparisonOperator.Equal;
            Assert.Equal(isEqual, Compare("k", comparison, FilterValue.Null).Matches(none));
        }

        Assert.False(Like("k", "*").Matches(none));
        Assert.False(In("k", false, One).Matches(none));
        Assert.True(In("k", false, One, FilterValue.Null).Matches(none));
        Assert.False(Contains("k", "1").Matches(none));
    }

    [Theory]
    [InlineData("\"ARM64\"", "\"arm64\"", "eq")]
    [InlineData("\"É\"", "\"é\"", "eq")]
    [InlineData("\"b\"", "\"A\"", "gt")]
    [InlineData("\"B\"", "\"a\"", "gt")]
    [InlineData("true", "\"TRUE\"", "eq")]
    public void Upper_and_lower_case_are_the_same_only_when_asked(string key, string value, string expected)
    {
        ComparisonOperator comparison = ComparisonOperatorNames.Find(expected)!.Value;
        var keys = new JsonKeys(Keys(key));
        Assert.True(Compare("k", comparison, Value(value), ignoreCase: true).Matches(keys));
        Assert.Equal(key == "\"b\"", Compare("k", comparison, Value(value)).Matches(keys));
    }

    [Fact]
    public void Like_looks_at_the_text_of_any_value()
    {
        Assert.True(Like("k", "gate*").Matches(new JsonKeys(Keys("\"gateway\""))));
        Assert.False(Like("k", "GATE*").Matches(new JsonKeys(Keys("\"gateway\""))));
        Assert.True(Like("k", "GATE*", ignoreCase: true).Matches(new JsonKeys(Keys("\"gateway\""))));
        Assert.True(Like("k", "1?").Matches(new JsonKeys(Keys("12"))));
        Assert.True(Like("k", "*all*").Matches(new JsonKeys(Keys("[\"all\"]"))));
    }

    [Fact]
    public void In_finds_the_value_in_the_list()
    {
        FilterValue[] values = [One, FilterValue.FromString("arm64"), FilterValue.FromBoolean(true)];
        Assert.True(In("k", false, values).Matches(new JsonKeys(Keys("1.0"))));
        Assert.True(In("k", false, values).Matches(new JsonKeys(Keys("\"arm64\""))));
        Assert.False(In("k", false, values).Matches(new JsonKeys(Keys("\"ARM64\""))));
        Assert.True(In("k", true, values).Matches(new JsonKeys(Keys("\"ARM64\""))));
        Assert.False(In("k", false, values).Matches(new JsonKeys(Keys("2"))));
        Assert.False(In("k", false).Matches(new JsonKeys(Keys("1"))));
    }

    [Fact]
    public void Contains_compares_elements_like_values()
    {
        var keys = new JsonKeys(Keys("""["All", 1.0, null]"""));
        Assert.True(Contains("k", "all", ignoreCase: true).Matches(keys));
        Assert.False(Contains("k", "all").Matches(keys));
        Assert.True(new ContainsFilter(KeyPath.Parse("k"), One, ignoreCase: false).Matches(keys));
        Assert.True(new ContainsFilter(KeyPath.Parse("k"), FilterValue.Null, ignoreCase: false).Matches(keys));
        Assert.False(Contains("k", "null").Matches(keys));
    }
}
