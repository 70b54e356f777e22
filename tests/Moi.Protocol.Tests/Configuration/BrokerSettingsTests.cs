using Moi.Protocol.Configuration;

namespace Moi.Protocol.Tests.Configuration;

public sealed class BrokerSettingsTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_any_key_it_is_an_open_broker_on_this_machine() =>
        Assert.Equal(new BrokerSettings { Host = "localhost", Port = 1883, TopicRoot = "moi/v1" }, Read(""));

    [Fact]
    public void TLS_changes_the_port_that_is_not_given()
    {
        Assert.Equal(8883, Read("[tls]").Port);
        Assert.Equal(1883, Read("mqtt_port = 1883\n[tls]").Port);
        Assert.Equal(new TlsSettings(), Read("[tls]").Tls);
    }

    [Fact]
    public void Every_key_is_read()
    {
        BrokerSettings broker = Read(
            """
            mqtt_addr = "broker.example"
            mqtt_port = 18830
            mqtt_user = "frodo"
            mqtt_password = "hunter2"
            mqtt_root = "site_1/moi-2/v1"
            """);

        Assert.Equal("broker.example", broker.Host);
        Assert.Equal(18830, broker.Port);
        Assert.Equal("frodo", broker.UserName);
        Assert.Equal("hunter2", broker.Password!.Read());
        Assert.Equal("site_1/moi-2/v1", broker.TopicRoot);
        Assert.Null(broker.Tls);
    }

    [Theory]
    [InlineData("localhost", "localhost")]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("[::1]", "::1")]
    [InlineData("fe80::1%eth0", "fe80::1%eth0")]
    [InlineData("my_broker", "my_broker")]
    public void The_address_is_a_name_or_an_IP_address(string written, string host) =>
        Assert.Equal(host, Read($"mqtt_addr = '{written}'").Host);

    [Theory]
    [InlineData("mqtt://broker", "must be a host name or an IP address, not a URL")]
    [InlineData("broker:1883", "must be a host name or an IP address; the port goes into mqtt_port")]
    [InlineData("two words", "must be a host name or an IP address")]
    [InlineData("a/b", "must be a host name or an IP address")]
    [InlineData("::1::", "must be a host name or an IP address")]
    public void Other_addresses_are_refused(string written, string problem) => Assert.Equal(
        $"config.toml:1: 'mqtt_addr' {problem}", _folder.Error(() => Read($"mqtt_addr = '{written}'")));

    [Theory]
    [InlineData(0)]
    [InlineData(65536)]
    public void The_port_is_a_port(int port) => Assert.Equal(
        $"config.toml:1: 'mqtt_port' must be from 1 to 65535, not {port}",
        _folder.Error(() => Read($"mqtt_port = {port}")));

    [Theory]
    [InlineData("moi/")]
    [InlineData("/moi")]
    [InlineData("a//b")]
    [InlineData("a/+")]
    [InlineData("a.b")]
    [InlineData("$SYS")]
    public void The_root_is_made_of_levels(string root) => Assert.Equal(
        "config.toml:1: 'mqtt_root' must be levels of A-Z a-z 0-9 _ - with single slashes between, such as moi/v1",
        _folder.Error(() => Read($"mqtt_root = '{root}'")));

    [Theory]
    [InlineData("mqtt_password", "hunter2")]
    [InlineData("mqtt_password_file", "pass")]
    [InlineData("mqtt_password_env", "PASS")]
    public void A_password_needs_a_user(string key, string value)
    {
        _folder.Write("pass", "hunter2");

        Assert.Equal(
            $"config.toml:2: '{key}' needs mqtt_user beside it", _folder.Error(() => Read($"\n{key} = '{value}'")));
    }

    [Fact]
    public void The_files_of_TLS_are_in_the_folder_path_or_beside_the_configuration()
    {
        _folder.Write("certs/ca.crt", "");
        _folder.Write("certs/me.crt", "");
        _folder.Write("certs/me.key", "");
        _folder.Write("certs/pass", "hunter2\n");
        _folder.Write("ca.crt", "");

        TlsSettings tls = Read(
            """
            [tls]
            path = "certs"
            cafile = "ca.crt"
            certfile = "me.crt"
            keyfile = "me.key"
            passphrase_file = "pass"
            """).Tls!;

        Assert.Equal(_folder.At("certs/ca.crt"), tls.CaFile);
        Assert.Equal(_folder.At("certs/me.crt"), tls.CertificateFile);
        Assert.Equal(_folder.At("certs/me.key"), tls.KeyFile);
        Assert.Equal("hunter2", tls.KeyPassphrase!.Read());
        Assert.Equal(_folder.At("ca.crt"), Read("[tls]\ncafile = 'ca.crt'").Tls!.CaFile);
    }

    [Theory]
    [InlineData("path = 'no'", 2, "'path' in [tls] names no: no such folder")]
    [InlineData("cafile = 'no'", 2, "'cafile' in [tls] names no: no such file")]
    [InlineData("cafile = '.'", 2, "'cafile' in [tls] names {0}: no such file")]
    [InlineData("\ncertfile = 'no'\nkeyfile = 'file'", 3, "'certfile' in [tls] names no: no such file")]
    [InlineData("certfile = 'file'\nkeyfile = 'no'", 3, "'keyfile' in [tls] names no: no such file")]
    [InlineData("passphrase_file = 'no'", 2, "'passphrase_file' in [tls] names no: no such file")]
    [InlineData("certfile = 'file'", 2, "'certfile' in [tls] needs keyfile beside it")]
    [InlineData("keyfile = 'file'", 2, "'keyfile' in [tls] needs certfile beside it")]
    [InlineData("cafile = 'file'\npassphrase = 'x'", 3, "'passphrase' in [tls] needs certfile and keyfile beside it")]
    [InlineData("cafil = 'file'", 2, "unknown key 'cafil' in [tls]; did you mean 'cafile'?")]
    [InlineData("insecure = true", 2, "unknown key 'insecure' in [tls]")]
    public void A_wrong_TLS_table_is_told_at_its_line(string table, int line, string problem)
    {
        _folder.Write("file", "");

        Assert.Equal(
            $"config.toml:{line}: {problem.Replace("{0}", _folder.Root, StringComparison.Ordinal)}",
            _folder.Error(() => Read($"[tls]\n{table}")));
    }

    [Fact]
    public void TLS_must_be_a_table() =>
        Assert.Equal("config.toml:1: 'tls' must be a table, not a boolean", _folder.Error(() => Read("tls = true")));

    [Fact]
    public void Files_are_not_looked_for_while_only_the_writing_is_checked()
    {
        Settings root = _folder.Toml("[tls]\npath = 'no'\ncafile = 'no'");

        BrokerSettings broker = BrokerSettings.Read(root, root.Table("tls"), _folder.Rules, mustExist: false);

        Assert.Equal(_folder.At("no/no"), broker.Tls!.CaFile);
    }

    [Fact]
    public void Printing_never_shows_a_secret()
    {
        _folder.Write("me.crt", "");
        _folder.Write("me.key", "");

        string printed = Read(
            """
            mqtt_user = "frodo"
            mqtt_password = "hunter2"
            [tls]
            certfile = "me.crt"
            keyfile = "me.key"
            passphrase = "hunter3"
            """).ToString();

        Assert.DoesNotContain("hunter", printed, StringComparison.Ordinal);
        Assert.Contains("frodo", printed, StringComparison.Ordinal);
        Assert.Contains("(given in the configuration)", printed, StringComparison.Ordinal);
    }

    private BrokerSettings Read(string text)
    {
        Settings root = _folder.Toml(text);
        return BrokerSettings.Read(root, root.Table("tls"), _folder.Rules, mustExist: true);
    }
}
