using System.Text;
using System.Text.Json;
using CsCheck;
using Moi.Protocol.Configuration;

namespace Moi.Protocol.Tests.Configuration;

public sealed class ArbitraryContentTests
{
    private static readonly string[] TomlPieces =
    [
        "[", "]", "[[", "]]", "[a]\n", "[a.b]\n", "a = 1\n", "b.c = 'x'\n", "a", "b", "config", ".", "=", "\"", "'", "\"\"\"",
        "'''", "\n", "\r\n", "\r", " ", "\t", "{", "}", ",", "#", "\\", "\\u", "\\u12", "\\U0000", "\\x", "0x1", "-", "+", "1.5",
        "1e9", "true", "inf", "nan", "1979-05-27", "07:32:00", "_", "é", "😀", "\u0001", "\u2028", "\uFEFF",
    ];

    private static readonly string[] JsonPieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"a\":1,", "\"b\":{", "\\", "\\u", "\\ud800", "\\udc00", "\n", " ", "null",
        "true", "1", "-", "0", "1e400", ".", "x", "é", "😀", "//", "/*", "\u0001",
    ];

    private static readonly Gen<byte[]> Bytes = Gen.Byte.Array[0, 200];
    private static readonly Gen<byte[]> Toml = OneOf(TomlPieces);
    private static readonly Gen<byte[]> Json = OneOf(JsonPieces);

    [Fact]
    public void Any_bytes_load_as_TOML_or_give_an_error_on_a_line_of_the_file() =>
        Gen.OneOf(Bytes, Toml).Sample(content => LoadsOrSaysWhere("config.toml", content), iter: 5_000);

    [Fact]
    public void Any_bytes_load_as_JSON_or_give_an_error_on_a_line_of_the_file() =>
        Gen.OneOf(Bytes, Json).Sample(content => LoadsOrSaysWhere("moid.json", content), iter: 5_000);

    [Fact]
    public void Any_bytes_without_an_extension_load_or_give_an_error_on_a_line_of_the_file() =>
        Gen.OneOf(Bytes, Toml, Json).Sample(content => LoadsOrSaysWhere("config", content), iter: 3_000);

    [Fact]
    public void Any_strings_come_back_as_they_were_written_in_JSON() =>
        Gen.String.Where(text => !text.Any(char.IsSurrogate)).Array[0, 5].Sample(texts =>
        {
            string json = JsonSerializer.Serialize(new { list = texts });
            Settings settings = Settings.Parse("/somewhere/moid.json", Encoding.UTF8.GetBytes(json));
            Assert.Equal(texts, settings.Texts("list")!);
        });

    [Theory]
    [InlineData("a = [", "1,", "")]
    [InlineData("", "[", "")]
    [InlineData("a = ", "[", "")]
    [InlineData("a", ".a", " = 1")]
    [InlineData("", "a =\n", "")]
    [InlineData("", "a = \"\\q\n", "")]
    [InlineData("a = \"", "x", "")]
    [InlineData("#", "\n", "x")]
    [InlineData("a = {", "a.", "")]
    public void A_large_broken_file_gives_an_error_like_a_small_one(string begin, string middle, string end)
    {
        int times = ((256 * 1024) - 20) / middle.Length;
        byte[] content = Encoding.UTF8.GetBytes(begin + string.Concat(Enumerable.Repeat(middle, times)) + end);

        Assert.IsType<ConfigurationException>(LoadsOrSaysWhere("config.toml", content));
    }

    private static Gen<byte[]> OneOf(string[] pieces) => Gen.Int[0, pieces.Length - 1].Array[0, 30]
        .Select(choices => Encoding.UTF8.GetBytes(string.Concat(choices.Select(i => pieces[i]))));

    private static ConfigurationException? LoadsOrSaysWhere(string name, byte[] content)
    {
        string file = $"/somewhere/{name}";
        try
        {
            Settings.Parse(file, content);
            return null;
        }
        catch (ConfigurationException error)
        {
            Assert.InRange(error.Line, 1, content.AsSpan().Count((byte)'\n') + 1);
            Assert.InRange(error.Column, 1, content.Length + 2);
            Assert.StartsWith($"{file}:{error.Line}: ", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(error.Message, char.IsControl);
            return error;
        }
    }
}
