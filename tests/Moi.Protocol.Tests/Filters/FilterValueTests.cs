using System.Text.Json;
using Moi.Protocol.Filters;

namespace Moi.Protocol.Tests.Filters;

public sealed class FilterValueTests
{
    [Fact]
    public void Values_are_equal_by_kind_and_text()
    {
        Assert.Equal(FilterValue.FromNumber(1), FilterValue.FromNumber("1"));
        Assert.Equal(FilterValue.FromNumber(1), FilterValue.FromNumber(1.0));
        Assert.NotEqual(FilterValue.FromNumber(1), FilterValue.FromNumber(1.0m));
        Assert.NotEqual(FilterValue.FromNumber(1), FilterValue.FromString("1"));
        Assert.NotEqual(FilterValue.FromBoolean(true), FilterValue.FromString("true"));
        Assert.NotEqual(FilterValue.Null, FilterValue.FromString("null"));
        Assert.Equal(JsonValueKind.False, FilterValue.FromBoolean(false).Kind);
        Assert.Equal("false", FilterValue.FromBoolean(false).Text);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1.50")]
    [InlineData("1E+400")]
    public void The_text_of_a_number_is_kept(string json)
    {
        Assert.Equal(json, FilterValue.FromNumber(json).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData("1.")]
    [InlineData("1,2")]
    [InlineData("0x1")]
    [InlineData("NaN")]
    [InlineData("\"1\"")]
    [InlineData("[1]")]
    [InlineData("١")]
    public void What_is_no_JSON_number_is_refused(string text)
    {
        Assert.Throws<ArgumentException>(() => FilterValue.FromNumber(text));
    }

    [Fact]
    public void A_double_that_is_not_finite_is_refused()
    {
        Assert.Throws<ArgumentException>(() => FilterValue.FromNumber(double.NaN));
        Assert.Throws<ArgumentException>(() => FilterValue.FromNumber(double.PositiveInfinity));
        Assert.Equal("1E+20", FilterValue.FromNumber(1e20).Text);
    }

    [Fact]
    public void Text_that_is_too_long_or_no_Unicode_is_refused()
    {
        string longest = new('1', FilterLimits.MaxValueLength);
        Assert.Equal(longest, FilterValue.FromString(longest).Text);
        Assert.Equal(longest, FilterValue.FromNumber(longest).Text);
        Assert.Throws<ArgumentException>(() => FilterValue.FromString(longest + "1"));
        Assert.Throws<ArgumentException>(() => FilterValue.FromNumber(longest + "1"));
        Assert.Throws<ArgumentException>(() => FilterValue.FromString("\udc00\ud800"));
    }
}
