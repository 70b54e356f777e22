using Moi.Protocol.Filters;
using static Moi.Protocol.Tests.Filters.Make;

namespace Moi.Protocol.Tests.Filters;

public sealed class FilterParseTests
{
    public static TheoryData<string, Filter> Texts => new()
    {
        { "A", Exists("A") },
        { "sleep-job.code", Exists("sleep-job.code") },
        { "name=frodo", Eq("name", "frodo") },
        { "sleep-job.code=0", Eq("sleep-job.code", "0") },
        { "addr=10.10.10.1#", Starts("addr", "10.10.10.1") },
        { "groups:all", Contains("groups", "all") },
        { "tree.not.1.7.0-3", Ne("tree", "1.7.0-3") },
        { "all A name=frodo", All(Exists("A"), Eq("name", "frodo")) },
        { "any addr=10.1# groups:all x.not.1", Any(Starts("addr", "10.1"), Contains("groups", "all"), Ne("x", "1")) },
        { "all A", All(Exists("A")) },
        { "all \t A \n B ", All(Exists("A"), Exists("B")) },
        { "  A  ", Exists("A") },

        // Everything behind the separator is the value.
        { "A=b c", Eq("A", "b c") },
        { "A=b=c", Eq("A", "b=c") },
        { "A=b:c", Eq("A", "b:c") },
        { "A=x.not.y", Eq("A", "x.not.y") },
        { "A:b:c", Contains("A", "b:c") },
        { "A.not.b.not.c", Ne("A", "b.not.c") },
        { "A=##", Starts("A", "#") },

        // The order of separators: = before : before .not.
        { "a.not.b=1", Eq("a.not.b", "1") },
        { "a.not.b:1", Contains("a.not.b", "1") },
        { "a.not", Exists("a.not") },
        { "a.not=1", Eq("a.not", "1") },
        { "not.not.not", Ne("not", "not") },
        { "x.not.not.5", Ne("x", "not.5") },

        // A literal # at the end.
        { @"A=c\#", Eq("A", "c#") },
        { @"A=\#", Eq("A", "#") },
        { @"A=c\\#", Eq("A", @"c\#") },
        { @"A=C:\tmp", Eq("A", @"C:\tmp") },
        { @"A=a\#b", Eq("A", @"a\#b") },
        { @"A:c\#", Contains("A", "c#") },
        { @"A.not.c\#", Ne("A", "c#") },

        // Quotes.
        { "A='b c'", Eq("A", "b c") },
        { "A=\"b c\"", Eq("A", "b c") },
        { "A=''", Eq("A", "") },
        { "A=''#", Starts("A", "") },
        { "A='c#'", Eq("A", "c#") },
        { "A='c'#", Starts("A", "c") },
        { @"A='c\'#", Starts("A", @"c\") },
        { @"A='c\#'", Eq("A", @"c\#") },
        { "A='it''s'", Eq("A", "it's") },
        { "A=\"it's\"", Eq("A", "it's") },
        { "A=\"say \"\"hi\"\"\"", Eq("A", "say \"hi\"") },
        { "A=it's", Eq("A", "it's") },
        { "A:'b=c'", Contains("A", "b=c") },
        { "A.not.'b=c'", Ne("A", "b=c") },
        { "A.not.b.not.'c'", Ne("A", "b.not.'c'") },
        { "a.not.b='1'", Eq("a.not.b", "1") },
        {
            "all A='b c' B:\"d e\"  C.not.'f g' D='h i'#",
            All(Eq("A", "b c"), Contains("B", "d e"), Ne("C", "f g"), Starts("D", "h i"))
        },
        { "all A=it's B", All(Eq("A", "it's"), Exists("B")) },

        // all and any are words only where they stand alone.
        { "all=1", Eq("all", "1") },
        { "allB", Exists("allB") },
        { "any.not.1", Ne("any", "1") },
        { "all all=1 any:2", All(Eq("all", "1"), Contains("any", "2")) },
        { "-", Exists("-") },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text_is_read_as_this_tree(string text, Filter expected)
    {
        Assert.Equal(expected, Filter.Parse(text));
    }

    [Fact]
    public void A_null_text_is_a_mistake_of_the_caller()
    {
        Assert.Throws<ArgumentNullException>(() => Filter.Parse(null!));
    }

    [Theory]
    [InlineData("name=frodo", "name", "frodo")]
    [InlineData("addr=10.10.10.10", "addr", "10.10.10.10")]
    public void A_name_or_an_address_is_a_group_of_one(string text, string key, string value)
    {
        Assert.True(Filter.Parse(text).IsGroupOfOne(out string? foundKey, out string? foundValue));
        Assert.Equal((key, value), (foundKey, foundValue));
    }

    [Theory]
    [InlineData("name=frodo#")]
    [InlineData("name")]
    [InlineData("name.not.frodo")]
    [InlineData("name:frodo")]
    [InlineData("name.x=frodo")]
    [InlineData("id=frodo")]
    [InlineData("all name=frodo")]
    public void Anything_else_is_no_group_of_one(string text)
    {
        Assert.False(Filter.Parse(text).IsGroupOfOne(out string? key, out string? value));
        Assert.Null(key);
        Assert.Null(value);
    }

    [Fact]
    public void A_name_in_any_case_may_be_several_remotes_and_a_number_is_no_name()
    {
        FilterValue frodo = FilterValue.FromString("frodo");
        Assert.False(Compare("name", ComparisonOperator.Equal, frodo, ignoreCase: true).IsGroupOfOne(out _, out _));
        Assert.False(Compare("name", ComparisonOperator.Equal, FilterValue.FromNumber(5)).IsGroupOfOne(out _, out _));
    }
}
