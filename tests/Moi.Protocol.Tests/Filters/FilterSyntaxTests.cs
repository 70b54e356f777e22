using Moi.Protocol.Filters;

namespace Moi.Protocol.Tests.Filters;

public sealed class FilterSyntaxTests
{
    [Theory]
    [InlineData("", 0, "expected a condition")]
    [InlineData("   ", 3, "expected a condition")]
    [InlineData("=5", 0, "expected a key")]
    [InlineData(":5", 0, "expected a key")]
    [InlineData(".not.5", 0, "expected a key")]
    [InlineData("A..b=5", 2, "before and after each '.'")]
    [InlineData(".A", 0, "before and after each '.'")]
    [InlineData("A.", 2, "before and after each '.'")]
    [InlineData("A.=1", 2, "before and after each '.'")]
    [InlineData("arch -eq x", 4, "expected '=', ':', '.not.' or the end")]
    [InlineData("$_.arch", 0, "a key is made of")]
    [InlineData("name = frodo", 4, "a key is made of")]
    [InlineData("naïve=1", 2, "a key is made of")]
    [InlineData("A>5", 1, "expected '=', ':', '.not.' or the end")]
    [InlineData("a:b=c", 1, "the first '=' ends the key")]
    [InlineData("A=", 2, "expected a value after '='")]
    [InlineData("A=#", 2, "expected a value after '='")]
    [InlineData("A:", 2, "expected a value after ':'")]
    [InlineData("A.not.", 6, "expected a value after '.not.'")]
    [InlineData("name= frodo", 5, "expected a value after '='")]
    [InlineData("A:b#", 3, "expected no prefix after ':'")]
    [InlineData("A.not.b#", 7, "expected no prefix after '.not.'")]
    [InlineData("A:'b'#", 5, "expected no prefix after ':'")]
    [InlineData("A='b", 4, "expected ' to close the value that opens at position 2")]
    [InlineData("A='b''", 6, "expected ' to close")]
    [InlineData("A=\"", 3, "expected \" to close")]
    [InlineData("A='b'c", 5, "expected the end after the quoted value")]
    [InlineData("A='b' c", 5, "expected the end after the quoted value")]
    [InlineData("A='b'##", 6, "expected the end after the quoted value")]
    [InlineData("all", 3, "expected at least one condition after 'all'")]
    [InlineData(" any  ", 4, "expected at least one condition after 'any'")]
    [InlineData("all A any B C", 6, "'any' begins a list")]
    [InlineData("any all", 4, "'all' begins a list")]
    [InlineData("all A B= C", 8, "expected a value after '='")]
    [InlineData("all A='b'c D", 9, "expected a blank or the end after the quoted value")]
    [InlineData("all A='b c D", 12, "expected ' to close the value that opens at position 6")]
    [InlineData("all A B~ C", 7, "expected '=', ':', '.not.' or the end")]
    [InlineData("All A B", 3, "expected '=', ':', '.not.' or the end")]
    public void Bad_text_is_refused_at_the_spot(string text, int position, string expected)
    {
        FilterSyntaxException error = Assert.Throws<FilterSyntaxException>(() => Filter.Parse(text));
        Assert.Equal(position, error.Position);
        Assert.Equal(text, error.Text);
        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
        Assert.Contains(error.Expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_message_is_one_line_that_names_text_position_and_expectation()
    {
        FilterSyntaxException error = Assert.Throws<FilterSyntaxException>(() => Filter.Parse("arch -eq x"));
        Assert.Equal(
            "Filter 'arch -eq x', position 4: expected '=', ':', '.not.' or the end after the key.", error.Message);
        Assert.Equal("arch -eq x\n    ^", error.CaretLines);
    }

    [Fact]
    public void The_caret_may_stand_behind_the_end()
    {
        FilterSyntaxException error = Assert.Throws<FilterSyntaxException>(() => Filter.Parse("A="));
        Assert.Equal("A=\n  ^", error.CaretLines);
    }

    [Fact]
    public void Of_a_long_text_only_the_part_around_the_spot_is_shown()
    {
        string text = $"all {new string('a', 100)} b~{new string('c', 100)}";
        FilterSyntaxException error = Assert.Throws<FilterSyntaxException>(() => Filter.Parse(text));
        string[] lines = error.CaretLines.Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Equal("...", lines[0][..3]);
        Assert.Equal("...", lines[0][^3..]);
        Assert.Equal('~', lines[0][lines[1].IndexOf('^', StringComparison.Ordinal)]);
        Assert.True(error.Message.Length < 200);
    }

    [Fact]
    public void What_a_terminal_would_obey_is_not_shown()
    {
        FilterSyntaxException error = Assert.Throws<FilterSyntaxException>(
            () => Filter.Parse("\u001b[31m\r\nx\u202e\ud800"));
        Assert.StartsWith("Filter '?[31m  x??', position 0", error.Message, StringComparison.Ordinal);
        Assert.Equal("?[31m  x??\n^", error.CaretLines);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused_because_JSON_cannot_carry_it()
    {
        FilterSyntaxException error = Assert.Throws<FilterSyntaxException>(() => Filter.Parse("A=x\ud800"));
        Assert.Equal(2, error.Position);
        Assert.Equal("A=\U0001F600", Filter.Parse("A=\U0001F600").ToString());
    }

    [Fact]
    public void Values_keys_and_lists_have_a_largest_size()
    {
        string value = new('v', FilterLimits.MaxValueLength);
        string key = new('k', FilterLimits.MaxKeyLength);
        string list = "all" + string.Concat(Enumerable.Repeat(" A", FilterLimits.MaxNodes - 1));
        Filter.Parse($"A={value}");
        Filter.Parse(key);
        Filter.Parse(list);

        Assert.Equal(2, Assert.Throws<FilterSyntaxException>(() => Filter.Parse($"A={value}v")).Position);
        Assert.Equal(2, Assert.Throws<FilterSyntaxException>(() => Filter.Parse($"A='{value}v'")).Position);
        Assert.Equal(key.Length, Assert.Throws<FilterSyntaxException>(() => Filter.Parse($"{key}k")).Position);
        Assert.Equal(list.Length + 1, Assert.Throws<FilterSyntaxException>(() => Filter.Parse($"{list} B")).Position);
    }
}
