using Moi.Protocol.Filters;

namespace Moi.Protocol.Tests.Filters;

public sealed class KeyPathTests
{
    [Theory]
    [InlineData("A", "A")]
    [InlineData("sleep-job.code", "sleep-job")]
    [InlineData("a_1.B-2.not", "a_1")]
    public void The_first_part_of_a_path_is_the_key(string text, string key)
    {
        var path = KeyPath.Parse(text);
        Assert.Equal((text, key), (path.ToString(), path.Key));
        Assert.Equal(path, KeyPath.Parse(text));
        Assert.NotEqual(path, KeyPath.Parse(text + "x"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.")]
    [InlineData(".a")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("a/b")]
    [InlineData("a\n")]
    public void What_is_no_path_is_refused(string text)
    {
        Assert.False(KeyPath.TryParse(text, out KeyPath? path));
        Assert.Null(path);
        FormatException error = Assert.Throws<FormatException>(() => KeyPath.Parse(text));
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_path_has_a_largest_length()
    {
        Assert.True(KeyPath.TryParse(new string('a', FilterLimits.MaxKeyLength), out _));
        Assert.False(KeyPath.TryParse(new string('a', FilterLimits.MaxKeyLength + 1), out _));
        Assert.False(KeyPath.TryParse(null, out _));
    }
}
