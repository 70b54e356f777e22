using System.Text;
using CsCheck;
using Moi.Protocol.Configuration;

namespace Moi.Protocol.Tests.Configuration;

public sealed class TomlEditorTests
{
    private const string Text = """
        # Mine.
        [config]   # the first
        mqtt_addr = "old"  # é, the broker
          mqtt_port = 1

        # Who you are.
        # mqtt_user = "somebody"
        # [tls]
        # cafile = "x"

        [profiles.'a b']
        mqtt_addr = '''
        x'''

        [commands.space]
        args = ["[config]", "mqtt_addr = 1"]
        """;

    [Fact]
    public void A_value_is_replaced_in_its_place()
    {
        Assert.Equal(Text.Replace("\"old\"", "\"new\""), Edited(Text, ["config"], "mqtt_addr", "new"));
        Assert.Equal(Text.Replace("= 1\n", "= 8883\n"), Edited(Text, ["config"], "mqtt_port", 8883L));
        Assert.Equal(Text.Replace("'''\nx'''", "\"y\""), Edited(Text, ["profiles", "a b"], "mqtt_addr", "y"));
    }

    [Fact]
    public void A_new_key_comes_behind_its_example_or_else_behind_the_last_key_of_its_table()
    {
        Assert.Equal(Text.Replace("\"somebody\"\n", "\"somebody\"\nmqtt_user = \"me\"\n"), Edited(Text, ["config"], "mqtt_user", "me"));
        Assert.Equal(Text.Replace("  mqtt_port = 1\n", "  mqtt_port = 1\ntimeout = 2.5\n"), Edited(Text, ["config"], "timeout", 2.5));
        Assert.Equal(Text.Replace("  mqtt_port = 1\n", "  mqtt_port = 1\ncafile = \"x\"\n"), Edited(Text, ["config"], "cafile", "x"));
        Assert.Equal("[a] # b\nc = \"d\"\n[e]\n", Edited("[a] # b\n[e]\n", ["a"], "c", "d"));
        Assert.Equal("[a]\nb = 1\nc = 2\n", Edited("[a]\nb = 1", ["a"], "c", 2L));
    }

    [Fact]
    public void A_new_table_comes_at_the_end()
    {
        Assert.Equal(Text + "\n\n[tls]\ncafile = \"ca\"\n", Edited(Text, ["tls"], "cafile", "ca"));
        Assert.Equal("[profiles.\"c d\".tls]\ncafile = \"ca\"\n", Edited(string.Empty, ["profiles", "c d", "tls"], "cafile", "ca"));
    }

    [Fact]
    public void A_key_is_taken_away_with_its_line_and_nothing_else()
    {
        Assert.Equal(Text.Replace("mqtt_addr = \"old\"  # é, the broker\n", ""), Edited(Text, ["config"], "mqtt_addr", null));
        Assert.Equal(Text, Edited(Text, ["config"], "mqtt_user", null));
    }

    [Fact]
    public void Line_ends_of_Windows_stay() =>
        Assert.Equal("[a]\r\nb = 1\r\nc = 2\r\n", Edited("[a]\r\nb = 1\r\n", ["a"], "c", 2L));

    [Fact]
    public void Dotted_keys_are_found_and_tables_in_one_line_are_refused()
    {
        Assert.Equal("config.mqtt_addr = \"y\" # z\n", Edited("config.mqtt_addr = \"x\" # z\n", ["config"], "mqtt_addr", "y"));
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => Edited("\nconfig = { a = 1 }\n", ["config"], "b", "y"));
        Assert.Equal("config.toml:2: 'config' is written in one line, where keys cannot be changed for you; edit it by hand", error.Message);
    }

    [Fact]
    public void What_is_set_is_read_again_whatever_it_is() =>
        Gen.String.Where(text => !text.Any(char.IsSurrogate)).Sample(value =>
        {
            string edited = Edited(Text, ["config"], "operator", value);

            Assert.Equal(value, Settings.Parse("/config.toml", Encoding.UTF8.GetBytes(edited)).Table("config")!.Text("operator"));
            Assert.Equal(Text, Edited(edited, ["config"], "operator", null));
        });

    private static string Edited(string text, IReadOnlyList<string> table, string key, object? value)
    {
        TomlEditor editor = new("config.toml", text);
        editor.Set(table, key, value);
        return editor.Text;
    }
}
