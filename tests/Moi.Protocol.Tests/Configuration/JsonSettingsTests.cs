using Moi.Protocol.Configuration;

namespace Moi.Protocol.Tests.Configuration;

public sealed class JsonSettingsTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", 1, "the file is empty; a JSON object is expected")]
    [InlineData(" \n ", 2, "the file is empty; a JSON object is expected")]
    [InlineData("[1]", 1, "the file must be one JSON object, not an array")]
    [InlineData("\n\"x\"", 2, "the file must be one JSON object, not a string")]
    [InlineData("null", 1, "the file must be one JSON object, not null")]
    [InlineData("{", 1, "a '{' or '[' is not closed")]
    [InlineData("{\n\"a\": 1,\n}", 3, "a comma with nothing after it")]
    [InlineData("{\"a\" 1}", 1, "expected ':' after the key")]
    [InlineData("{'a': 1}", 1, "expected a key in double quotes")]
    [InlineData("{a: 1}", 1, "expected a key in double quotes")]
    [InlineData("{\"a\": localhost}", 1, "not a value; text needs double quotes")]
    [InlineData("{\"a\": tru}", 1, "not a value; text needs double quotes")]
    [InlineData("{\"a\": 'x'}", 1, "not a value; text needs double quotes")]
    [InlineData("{\"a\": \"x\ny\"}", 1, "a string is not closed, or holds a control character")]
    [InlineData("{\"a\": \"x", 1, "a string is not closed")]
    [InlineData("{\"a\": \"C:\\Users\"}", 1, "an unknown escape in a string; write \\\\ for \\")]
    [InlineData("{\"a\": \"\\u12x4\"}", 1, "an unknown escape in a string; write \\\\ for \\")]
    [InlineData("{\"a\": 1\n\"b\": 2}", 2, "expected ',' or the closing bracket here")]
    [InlineData("{\"a\": 1} x", 1, "there is text after the end of the object")]
    [InlineData("{\"a\": 01}", 1, "this is not JSON")]
    [InlineData("// c\n{}", 1, "not a value; text needs double quotes")]
    [InlineData("{\n\"a\": \"\\ud800\"}", 2, "a \\u escape in this string is half of a surrogate pair")]
    [InlineData("{\n\"\\udc00\": 1}", 2, "a \\u escape in this string is half of a surrogate pair")]
    [InlineData("{\"a\":\n[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}", 2, "tables or arrays are nested too deeply")]
    public void Broken_syntax_is_told_in_a_few_words(string text, int line, string problem) =>
        Assert.Equal($"moid.json:{line}: {problem}", _folder.Error(() => _folder.Json(text)));

    [Theory]
    [InlineData("{\"mqtt_password\": hunter2}")]
    [InlineData("{\"mqtt_password\": thunter2}")]
    [InlineData("{\"mqtt_password\": \"hunter2\n\"}")]
    [InlineData("{\"mqtt_password\": \"hunter2}")]
    public void An_error_never_quotes_what_may_be_a_password(string text)
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => _folder.Json(text));

        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"a\": 1,\n\"b\": 2,\n\"a\": 3}", 3, "duplicate key 'a', first on line 1")]
    [InlineData("{\"a\": 1,\n\"\\u0061\": 3}", 2, "duplicate key 'a', first on line 1")]
    [InlineData("{\"t\":\n{\"a\": 1,\n\"a\": 3}}", 3, "duplicate key 'a', first on line 2")]
    public void Nothing_is_said_twice(string text, int line, string problem) =>
        Assert.Equal($"moid.json:{line}: {problem}", _folder.Error(() => _folder.Json(text)));

    [Fact]
    public void A_number_that_is_no_integer_is_not_taken_for_one()
    {
        Settings settings = _folder.Json("{\"a\": 1883.0,\n\"b\": 1e999,\n\"c\": 99999999999999999999}");

        Assert.Equal(
            "moid.json:1: 'a' must be an integer, not a number with a fraction",
            _folder.Error(() => settings.Whole("a", 1, 65535)));
        Assert.StartsWith(
            "moid.json:2: 'b' must be an integer, not a number", _folder.Error(() => settings.Whole("b", 1, 65535)));
        Assert.StartsWith(
            "moid.json:3: 'c' must be an integer, not a number", _folder.Error(() => settings.Whole("c", 1, 65535)));
    }
}
