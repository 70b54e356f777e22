using CsCheck;

namespace Moi.Protocol.Tests;

public sealed class TokenTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char["abzAZ019-_"], 0, 70], Gen.String[Gen.Char["ab-_./+# \n\0é\ud800"], 0, 70], Gen.String);

    [Theory]
    [InlineData("a")]
    [InlineData("_")]
    [InlineData("-")]
    [InlineData("Gate-7_b")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void Letters_digits_dashes_and_underscores_make_a_token(string token)
    {
        Assert.True(Token.IsValid(token));
        Assert.Equal(token, Token.Require(token, "a name"));
        Assert.Equal(token, Token.From(token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a/b")]
    [InlineData("+")]
    [InlineData("#")]
    [InlineData("a b")]
    [InlineData("é")]
    [InlineData("a\0")]
    [InlineData("a\n")]
    [InlineData("٣")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public void Anything_else_is_refused_with_a_word_on_what_may_be_used(string text)
    {
        Assert.False(Token.IsValid(text));
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Token.Require(text, "a group's name"));
        Assert.Contains("a group's name: use 1 to 64 letters, digits, '-' or '_'", refusal.Message);
    }

    [Fact]
    public void Any_text_gives_a_token_that_is_the_same_for_the_same_text() => Text.Sample(text =>
    {
        string token = Token.From(text);
        Assert.True(Token.IsValid(token));
        Assert.Equal(token, Token.From(text));
        Assert.True(!Token.IsValid(text) || token == text);
    });

    [Fact]
    public void Only_what_no_broker_takes_for_a_wildcard_or_a_level_is_a_token() => Text.Sample(text =>
        Assert.Equal(
            text.Length is > 0 and <= 64 && text.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_'),
            Token.IsValid(text)));
}
