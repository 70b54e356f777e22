using Moi.Protocol.Filters;

namespace Moi.Protocol.Tests.Filters;

public sealed class LikePatternTests
{
    [Theory]
    [InlineData("frodo", "frodo", true)]
    [InlineData("frodo", "frod", false)]
    [InlineData("frod", "frodo", false)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*", "", true)]
    [InlineData("*", "anything\nat all", true)]
    [InlineData("**", "a", true)]
    [InlineData("gate*", "gate", true)]
    [InlineData("gate*", "gateway", true)]
    [InlineData("gate*", "the gate", false)]
    [InlineData("*gate", "the gate", true)]
    [InlineData("*a*b*", "xaxbx", true)]
    [InlineData("*a*b*", "xbxax", false)]
    [InlineData("*aab", "aaab", true)]
    [InlineData("a*a", "a", false)]
    [InlineData("?", "a", true)]
    [InlineData("?", "", false)]
    [InlineData("??", "a", false)]
    [InlineData("f?odo*", "frodo", true)]
    [InlineData("[abc]", "b", true)]
    [InlineData("[abc]", "d", false)]
    [InlineData("[abc]", "", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[a-c]x", "dx", false)]
    [InlineData("[a-c0-9_]", "7", true)]
    [InlineData("[a-]", "-", true)]
    [InlineData("[-a]", "-", true)]
    [InlineData("[a`-c]", "b", false)]
    [InlineData("[a`-c]", "-", true)]
    [InlineData("[]]", "]", true)]
    [InlineData("[`]]", "]", true)]
    [InlineData("[*?]", "*", true)]
    [InlineData("[*?]", "a", false)]
    [InlineData("]", "]", true)]
    [InlineData("`*", "*", true)]
    [InlineData("`*", "a", false)]
    [InlineData("`[a]", "[a]", true)]
    [InlineData("``", "`", true)]
    [InlineData("a`", "a`", true)]
    [InlineData("a.c", "abc", false)]
    public void The_pattern_fits_the_text_or_not(string pattern, string text, bool expected)
    {
        Assert.Equal(expected, LikePattern.Parse(pattern).IsMatch(text, ignoreCase: false));
    }

    [Theory]
    [InlineData("GATE*", "gateway")]
    [InlineData("gate*", "GATEWAY")]
    [InlineData("[A-C]", "b")]
    [InlineData("[a-c]", "B")]
    [InlineData("é", "É")]
    public void Case_counts_unless_it_is_to_be_ignored(string pattern, string text)
    {
        Assert.True(LikePattern.Parse(pattern).IsMatch(text, ignoreCase: true));
        Assert.False(LikePattern.Parse(pattern).IsMatch(text, ignoreCase: false));
    }

    [Theory]
    [InlineData("[", "the '[' at position 0 has no ']'")]
    [InlineData("a[bc", "the '[' at position 1 has no ']'")]
    [InlineData("[]", "the '[' at position 0 has no ']'")]
    [InlineData("[a`]", "the '[' at position 0 has no ']'")]
    [InlineData("x[z-a]", "the set at position 1 has a range that runs backwards")]
    public void A_bad_pattern_is_refused(string pattern, string expected)
    {
        FormatException error = Assert.Throws<FormatException>(() => LikePattern.Parse(pattern));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused_because_JSON_cannot_carry_it()
    {
        Assert.Throws<FormatException>(() => LikePattern.Parse("a\ud800*"));
    }

    [Fact]
    public void A_pattern_has_a_largest_length()
    {
        LikePattern.Parse(new string('?', FilterLimits.MaxPatternLength));
        Assert.Throws<FormatException>(() => LikePattern.Parse(new string('?', FilterLimits.MaxPatternLength + 1)));
    }

    [Fact]
    public void Many_stars_on_a_long_text_come_to_an_end()
    {
        // A matcher that tried every star again would need more steps than the universe has time for.
        string stars = string.Concat(Enumerable.Repeat("*a", 120)) + "*b";
        Assert.False(LikePattern.Parse(stars).IsMatch(new string('a', 100_000), ignoreCase: true));
        Assert.True(LikePattern.Parse(stars).IsMatch(new string('a', 100_000) + "b", ignoreCase: true));
    }
}
