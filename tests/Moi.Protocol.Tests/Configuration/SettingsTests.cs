using Moi.Protocol.Configuration;

namespace Moi.Protocol.Tests.Configuration;

public sealed class SettingsTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Both_formats_give_the_same_values()
    {
        Settings toml = _folder.Toml(
            """
            text = "x"
            whole = 7
            half = 0.5
            yes = true
            list = ["a", "b"]
            none = []
            [table]
            inner = "y"
            """);
        Settings json = _folder.Json(
            """
            {"text": "x", "whole": 7, "half": 0.5, "yes": true, "list": ["a", "b"], "none": [], "table": {"inner": "y"}}
            """);

        foreach (Settings settings in new[] { toml, json })
        {
            Assert.Equal("x", settings.Text("text"));
            Assert.Equal(7, settings.Whole("whole", 0, 10));
            Assert.Equal(TimeSpan.FromSeconds(0.5), settings.Seconds("half", TimeSpan.FromHours(1)));
            Assert.Equal(TimeSpan.FromSeconds(7), settings.Seconds("whole", TimeSpan.FromHours(1)));
            Assert.True(settings.Flag("yes"));
            Assert.Equal(["a", "b"], settings.Texts("list")!);
            Assert.Equal([], settings.Texts("none")!);
            Assert.Equal("y", settings.Table("table")!.Text("inner"));
            Assert.Equal(["text", "whole", "half", "yes", "list", "none", "table"], settings.Keys);
            settings.RejectUnknown();
        }
    }

    [Fact]
    public void An_absent_key_is_null_and_an_absent_table_empty()
    {
        Settings settings = _folder.Toml("");

        Assert.Null(settings.Text("a"));
        Assert.Null(settings.Line("a"));
        Assert.Null(settings.Token("a"));
        Assert.Null(settings.FullPath("a", _folder.Rules));
        Assert.Null(settings.Whole("a", 0, 1));
        Assert.Null(settings.Seconds("a", TimeSpan.MaxValue));
        Assert.Null(settings.Flag("a"));
        Assert.Null(settings.Texts("a"));
        Assert.Null(settings.Table("a"));
        Assert.Null(settings.Tolerate("a"));
        Assert.Empty(settings.TableOrEmpty("a").Keys);
    }

    [Theory]
    [InlineData("x = 1", "'x' must be a string, not an integer")]
    [InlineData("x = 1.5", "'x' must be a string, not a number with a fraction")]
    [InlineData("x = true", "'x' must be a string, not a boolean")]
    [InlineData("x = []", "'x' must be a string, not an array")]
    [InlineData("x = {}", "'x' must be a string, not a table")]
    [InlineData("x = 1979-05-27", "'x' must be a string, not a date or time")]
    [InlineData("x = 00:00:30", "'x' must be a string, not a date or time")]
    public void A_wrong_type_says_what_is_wanted_and_what_is_there(string line, string problem) =>
        Assert.Equal($"config.toml:2: {problem}", _folder.Error(() => _folder.Toml($"\n{line}").Text("x")));

    [Fact]
    public void Each_getter_refuses_another_type()
    {
        Settings settings = _folder.Toml("text = 'x'\nlist = ['a',\n 3]\n[t]\nflag = 1");

        Assert.Equal(
            "config.toml:1: 'text' must be an integer, not a string", _folder.Error(() => settings.Whole("text", 0, 1)));
        Assert.Equal(
            "config.toml:1: 'text' must be a number of seconds, not a string",
            _folder.Error(() => settings.Seconds("text", TimeSpan.MaxValue)));
        Assert.Equal("config.toml:1: 'text' must be a table, not a string", _folder.Error(() => settings.Table("text")));
        Assert.Equal(
            "config.toml:1: 'text' must be an array of strings, not a string", _folder.Error(() => settings.Texts("text")));
        Assert.Equal(
            "config.toml:3: 'list' must be an array of strings, not an integer",
            _folder.Error(() => settings.Texts("list")));
        Assert.Equal(
            "config.toml:5: 'flag' in [t] must be true or false, not an integer",
            _folder.Error(() => settings.Table("t")!.Flag("flag")));
    }

    [Fact]
    public void Null_in_JSON_is_a_wrong_type() => Assert.Equal(
        "moid.json:2: 'x' must be a string, not null", _folder.Error(() => _folder.Json("{\n\"x\": null}").Text("x")));

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("9223372036854775807")]
    public void An_integer_out_of_range_says_the_range(string number) => Assert.Equal(
        $"config.toml:1: 'port' must be from 1 to 65535, not {number}",
        _folder.Error(() => _folder.Toml($"port = {number}").Whole("port", 1, 65535)));

    [Theory]
    [InlineData("0")]
    [InlineData("-1.5")]
    [InlineData("nan")]
    [InlineData("inf")]
    [InlineData("60.001")]
    [InlineData("0.0000001")]
    public void Seconds_are_above_zero_and_bounded(string number) => Assert.Equal(
        "config.toml:1: 't' must be a number of seconds above 0, at most 60",
        _folder.Error(() => _folder.Toml($"t = {number}").Seconds("t", TimeSpan.FromMinutes(1))));

    [Theory]
    [InlineData("''", "must not be empty")]
    [InlineData("'  '", "must not be empty")]
    [InlineData("\"a\\nb\"", "must be one line without control characters")]
    [InlineData("\"a\\u0000b\"", "must be one line without control characters")]
    public void A_line_is_one_line(string value, string problem) =>
        Assert.Equal($"config.toml:1: 'x' {problem}", _folder.Error(() => _folder.Toml($"x = {value}").Line("x")));

    [Theory]
    [InlineData("a.b")]
    [InlineData("a/b")]
    [InlineData("a+")]
    [InlineData("#")]
    [InlineData("é")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void A_token_is_fit_for_a_topic(string value) => Assert.Equal(
        "config.toml:1: 'id' must be 1 to 64 of the characters A-Z a-z 0-9 _ -",
        _folder.Error(() => _folder.Toml($"id = '{value}'").Token("id")));

    [Fact]
    public void Paths_begin_in_the_folder_or_the_home()
    {
        Settings settings = _folder.Toml("a = 'x/../y'\nb = '~'\nc = '~/z'\nd = '/abs'\ne = '~z'");

        Assert.Equal(_folder.At("y"), settings.FullPath("a", _folder.Rules));
        Assert.Equal(_folder.At("home"), settings.FullPath("b", _folder.Rules));
        Assert.Equal(_folder.At(Path.Combine("home", "z")), settings.FullPath("c", _folder.Rules));
        Assert.Equal(Path.GetFullPath("/abs"), settings.FullPath("d", _folder.Rules));
        Assert.Equal(_folder.At("~z"), settings.FullPath("e", _folder.Rules));
        Assert.Equal(
            "config.toml:3: 'c' begins with ~, but no home folder is known; give the full path",
            _folder.Error(() => settings.FullPath("c", new PathRules(_folder.Root, Home: null))));
    }

    [Theory]
    [InlineData("mqtt_adr", "; did you mean 'mqtt_addr'?")]
    [InlineData("mqtt_address", "; did you mean 'mqtt_addr'?")]
    [InlineData("mqtt_prot", "; did you mean 'mqtt_port'?")]
    [InlineData("port", "; did you mean 'mqtt_port'?")]
    [InlineData("MQTT_PORT", "")]
    [InlineData("colour", "")]
    [InlineData("cafile", "; it belongs in [config.tls]")]
    public void An_unknown_key_is_an_error_that_suggests_the_nearest(string key, string suggestion)
    {
        Settings config = _folder.Toml($"[config]\nmqtt_addr = 'x'\n\n{key} = 1").Table("config")!;
        config.Line("mqtt_addr");
        config.Whole("mqtt_port", 1, 2);
        config.TableOrEmpty("tls").Line("cafile");

        Assert.Equal($"config.toml:4: unknown key '{key}' in [config]{suggestion}", _folder.Error(config.RejectUnknown));
    }

    [Fact]
    public void A_tolerated_key_is_accepted_and_never_suggested()
    {
        Settings settings = _folder.Toml("\nalive = {}\nalice = 1");

        Assert.Equal(new SourcePosition(2, 1), settings.Tolerate("alive"));
        Assert.Equal("config.toml:3: unknown key 'alice'", _folder.Error(settings.RejectUnknown));
    }

    [Fact]
    public void An_unknown_table_is_an_unknown_key_at_its_header() => Assert.Equal(
        "config.toml:3: unknown key 'tsl'; did you mean 'tls'?",
        _folder.Error(() =>
        {
            Settings settings = _folder.Toml("[config]\n\n[tsl]\ncafile = 'x'");
            settings.Table("config");
            settings.Table("tls");
            settings.RejectUnknown();
        }));

    [Fact]
    public void A_key_with_line_breaks_still_gives_one_short_line()
    {
        string message = _folder.Error(() => _folder.Toml($"\"a\\nb\\u2028{new string('k', 500)}\" = 1").RejectUnknown());

        Assert.Equal($"config.toml:1: unknown key 'a?b?{new string('k', 56)}...'", message);
    }

    [Fact]
    public void An_error_tells_file_line_and_column_as_properties()
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(
            () => _folder.Json("{\n  \"é\": 1, \"x\": 1}").Text("x"));

        Assert.Equal(_folder.At("moid.json"), error.File);
        Assert.Equal(2, error.Line);
        Assert.Equal(11, error.Column);
    }
}
