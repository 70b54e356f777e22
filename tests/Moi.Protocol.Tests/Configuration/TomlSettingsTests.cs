using Moi.Protocol.Configuration;

namespace Moi.Protocol.Tests.Configuration;

public sealed class TomlSettingsTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a = localhost", 1, "not a value; text needs quotes")]
    [InlineData("a = yes", 1, "not a value; text needs quotes")]
    [InlineData("b = 1\na =", 2, "a value is missing after '='")]
    [InlineData("a = \n[b]", 1, "a value is missing after '='")]
    [InlineData("a", 1, "expected '=' after the key")]
    [InlineData("\n\nmqtt addr = 'x'", 3, "expected '=' after the key")]
    [InlineData("a: 1", 1, "expected '=' after the key")]
    [InlineData("a = 1 b = 2", 1, "unexpected text after the value")]
    [InlineData("a = \"b\"c\"", 1, "unexpected text after the value")]
    [InlineData("a = \"x", 1, "a string is not closed on its line")]
    [InlineData("a = 'x\nb = 1", 1, "a string is not closed on its line")]
    [InlineData("a = \"\"\"\nx\n", 2, "a multi-line string is not closed")]
    [InlineData("a = \"x\\", 1, "a string is not closed")]
    [InlineData("a = \"C:\\Users\"", 1, "an unknown escape in a string; write \\\\ for \\, or put the text between single quotes")]
    [InlineData("a = \"\\u12", 1, "an unknown escape in a string; write \\\\ for \\, or put the text between single quotes")]
    [InlineData("a = [1, 2", 1, "an array is not closed")]
    [InlineData("a = [1\n2]", 2, "expected ',' or ']' in the array")]
    [InlineData("a = [,]", 1, "a value is missing between the commas")]
    [InlineData("a = {x = 1", 1, "an inline table is not closed")]
    [InlineData("a = {x = 1 y = 2}", 1, "expected a key, ',' or '}' in the inline table")]
    [InlineData("[config", 1, "the table's header is not closed with ']'")]
    [InlineData("[]", 1, "a key is missing here")]
    [InlineData("a..b = 1", 1, "a key is missing here")]
    [InlineData("a = 007", 1, "a number may not begin with 0")]
    [InlineData("a = 99999999999999999999", 1, "an integer is out of range")]
    [InlineData("# \u0001", 1, "a control character is not allowed here")]
    [InlineData("a = 1\rb = 2", 1, "a carriage return without a line feed")]
    [InlineData("= 3", 1, "this is not TOML")]
    [InlineData("{\"a\": 1}", 1, "this is not TOML")]
    public void Broken_syntax_is_told_in_a_few_words(string text, int line, string problem) =>
        Assert.Equal($"config.toml:{line}: {problem}", _folder.Error(() => _folder.Toml(text)));

    [Theory]
    [InlineData("mqtt_password = hunter2")]
    [InlineData("mqtt_password = \"x\"hunter2")]
    [InlineData("mqtt_password = \"hunter2\\q\"")]
    [InlineData("mqtt_password hunter2")]
    [InlineData("mqtt_password = 0hunter2")]
    [InlineData("mqtt_password = 'hunter2\n'")]
    public void An_error_never_quotes_what_may_be_a_password(string text)
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => _folder.Toml(text));

        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a = 1\nb = 2\na = 3", 3, "duplicate key 'a', first on line 1")]
    [InlineData("a = {x = 1, x = 2}", 1, "duplicate key 'x', first on line 1")]
    [InlineData("[a]\nx = 1\n[b]\n[a]", 4, "table 'a' is defined twice, first on line 1")]
    [InlineData("[a.b]\n[a]\n[a]", 3, "table 'a' is defined twice, first on line 2")]
    [InlineData("a.b = 1\n[a]", 2, "table 'a' is defined twice, first on line 1")]
    [InlineData("a = {}\n[a]", 2, "table 'a' is complete on line 1; add the key there")]
    [InlineData("a = {}\na.b = 1", 2, "table 'a' is complete on line 1; add the key there")]
    [InlineData("a = {}\n[a.b]", 2, "table 'a' is complete on line 1; add the key there")]
    [InlineData("[a.b]\n[a]\nb.c = 1", 3, "table 'b' is complete on line 1; add the key there")]
    [InlineData("a = 1\n[a]", 2, "'a' cannot be a table: it is an integer on line 1")]
    [InlineData("a = []\na.b = 1", 2, "'a' cannot be a table: it is an array on line 1")]
    [InlineData("[a]\n[b]\na = 1\n[b.a]", 4, "'a' cannot be a table: it is an integer on line 3")]
    [InlineData("[x]\na = 1\nb = 2\n[x.a]\nc = 3", 4, "'a' cannot be a table: it is an integer on line 2")]
    [InlineData("[[a]]", 1, "[[a]] is not used in this file; write single brackets")]
    public void Nothing_is_defined_twice(string text, int line, string problem) =>
        Assert.Equal($"config.toml:{line}: {problem}", _folder.Error(() => _folder.Toml(text)));

    [Fact]
    public void Every_way_to_write_a_table_gives_the_same_table()
    {
        string[] ways =
        [
            "[a]\n[a.b]\nx = 1\ny = 2",
            "[a.b]\nx = 1\ny = 2\n[a]",
            "a.b.x = 1\na.b.y = 2",
            "[a]\nb.x = 1\nb.y = 2",
            "[a]\nb = {x = 1, y = 2}",
            "a = {b.x = 1, b.y = 2}",
            "\"a\".'b' = {\nx = 1,\ny = 2,\n}",
        ];

        foreach (string way in ways)
        {
            Settings table = _folder.Toml(way).Table("a")!.Table("b")!;
            Assert.Equal(1, table.Whole("x", 0, 9));
            Assert.Equal(2, table.Whole("y", 0, 9));
        }
    }

    [Fact]
    public void A_sub_table_may_be_added_to_a_table_of_dotted_keys()
    {
        Settings table = _folder.Toml("[a]\nb.x = 1\n[a.b.c]\ny = 2").Table("a")!.Table("b")!;

        Assert.Equal(1, table.Whole("x", 0, 9));
        Assert.Equal(2, table.Table("c")!.Whole("y", 0, 9));
    }

    [Fact]
    public void Digits_name_tables_as_in_a_recipe() =>
        Assert.Equal("push", _folder.Toml("[commands.deb.1]\ncommand = 'push'")
            .Table("commands")!.Table("deb")!.Table("1")!.Text("command"));

    [Theory]
    [InlineData("a = [[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]")]
    [InlineData("a = {a={a={a={a={a={a={a={a={a={a={a={a={a={a={a={a={}}}}}}}}}}}}}}}}}")]
    [InlineData("a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a = 1")]
    [InlineData("[a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a]")]
    public void Deep_nesting_is_refused_where_it_is(string text) => Assert.Equal(
        "config.toml:3: tables or arrays are nested too deeply", _folder.Error(() => _folder.Toml($"#\nx = 1\n{text}\n")));

    [Fact]
    public void Windows_line_ends_and_a_byte_order_mark_change_nothing()
    {
        Settings settings = _folder.Toml("\uFEFFa = 'x'\r\n\r\nb = 1\r\n");

        Assert.Equal("x", settings.Text("a"));
        Assert.Equal("config.toml:3: 'b' must be a string, not an integer", _folder.Error(() => settings.Text("b")));
    }
}
