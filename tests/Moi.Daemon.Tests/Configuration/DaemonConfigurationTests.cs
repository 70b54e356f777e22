using Microsoft.Extensions.Logging;
using Moi.Daemon.Configuration;
using Moi.Protocol.Configuration;

namespace Moi.Daemon.Tests.Configuration;

public sealed class DaemonConfigurationTests : IDisposable
{
    private readonly RemoteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("moid.toml", "")]
    [InlineData("moid.toml", "[config]")]
    [InlineData("moid.json", "{}")]
    [InlineData("moid", "# nothing")]
    public void An_empty_configuration_has_all_defaults(string file, string content)
    {
        DaemonConfiguration configuration = _folder.Load(file, content);

        Assert.Equal("shire", configuration.Name);
        Assert.Equal("10.10.10.10", configuration.Address);
        Assert.Null(configuration.Id);
        Assert.Equal("/home/frodo", configuration.Home);
        Assert.Equal("/scratch/MOID-shire", configuration.TemporaryFolder);
        Assert.Equal("/usr/local/bin", configuration.BinFolder);
        Assert.Equal("/opt/moid", configuration.SelfFolder);
        Assert.Empty(configuration.Destinations);
        Assert.Equal("/home/frodo/.moid/shire", configuration.StoreFolder);
        Assert.Equal(LogLevel.Information, configuration.LogLevel);
        Assert.False(configuration.Restricted);
        Assert.Equal(16, configuration.RunLimit);
        Assert.Equal(new BrokerSettings(), configuration.Broker);
        Assert.Empty(configuration.Warnings);
    }

    [Fact]
    public void Both_formats_read_every_key()
    {
        File.WriteAllText(_folder.At("ca.crt"), "");
        DaemonConfiguration toml = _folder.Toml(
            """
            [config]
            name = "frodo baggins"
            addr = "10.0.0.7"
            interface = "eth0"
            id = "ring-bearer_1"
            home = "bag-end"
            tmp = "~/tmp"
            bin = "/opt/bin"
            self = "."
            store = "state"
            log_level = "warn"
            restricted = true
            run_limit = 2
            mqtt_addr = "::1"
            mqtt_user = "frodo"
            mqtt_password_file = "ca.crt"
            mqtt_root = "site/moi"
            [config.destinations]
            mods = "/srv/mods"
            media = "~/media"
            [tls]
            cafile = "ca.crt"
            """);
        DaemonConfiguration json = _folder.Json(
            """
            {
              "name": "frodo baggins", "addr": "10.0.0.7", "interface": "eth0", "id": "ring-bearer_1",
              "home": "bag-end", "tmp": "~/tmp", "bin": "/opt/bin", "self": ".", "store": "state",
              "log_level": "warn", "restricted": true, "run_limit": 2,
              "mqtt_addr": "::1", "mqtt_user": "frodo", "mqtt_password_file": "ca.crt", "mqtt_root": "site/moi",
              "destinations": {"mods": "/srv/mods", "media": "~/media"},
              "tls": {"cafile": "ca.crt"}
            }
            """);

        foreach (DaemonConfiguration configuration in new[] { toml, json })
        {
            Assert.Equal("frodo baggins", configuration.Name);
            Assert.Equal("10.0.0.7", configuration.Address);
            Assert.Equal("ring-bearer_1", configuration.Id);
            Assert.Equal(_folder.At("bag-end"), configuration.Home);
            Assert.Equal(_folder.At("bag-end/tmp"), configuration.TemporaryFolder);
            Assert.Equal("/opt/bin", configuration.BinFolder);
            Assert.Equal(_folder.Root, configuration.SelfFolder);
            Assert.Equal(_folder.At("state"), configuration.StoreFolder);
            Assert.Equal(LogLevel.Warning, configuration.LogLevel);
            Assert.True(configuration.Restricted);
            Assert.Equal(2, configuration.RunLimit);
            Assert.Equal("::1", configuration.Broker.Host);
            Assert.Equal(8883, configuration.Broker.Port);
            Assert.Equal("frodo", configuration.Broker.UserName);
            Assert.Equal("site/moi", configuration.Broker.TopicRoot);
            Assert.Equal(_folder.At("ca.crt"), configuration.Broker.Tls!.CaFile);
            Assert.Equal("/srv/mods", configuration.Destinations["mods"]);
            Assert.Equal(_folder.At("bag-end/media"), configuration.Destinations["media"]);
            Assert.Empty(configuration.Warnings);
        }
    }

    [Theory]
    [InlineData("mqtt_adr = 'x'", "unknown key 'mqtt_adr' in [config]; did you mean 'mqtt_addr'?")]
    [InlineData("timeout = 2", "unknown key 'timeout' in [config]")]
    [InlineData("vars = 2", "unknown key 'vars' in [config]")]
    [InlineData("name = ''", "'name' in [config] must not be empty")]
    [InlineData("name = \"a\\u0007b\"", "'name' in [config] must be one line without control characters")]
    [InlineData("name = 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'", "'name' in [config] must be at most 64 characters")]
    [InlineData("name = 7", "'name' in [config] must be a string, not an integer")]
    [InlineData("id = 'a b'", "'id' in [config] must be 1 to 64 of the characters A-Z a-z 0-9 _ -")]
    [InlineData("run_limit = 0", "'run_limit' in [config] must be from 1 to 1024, not 0")]
    [InlineData("run_limit = 1025", "'run_limit' in [config] must be from 1 to 1024, not 1025")]
    [InlineData("restricted = 'yes'", "'restricted' in [config] must be true or false, not a string")]
    [InlineData("log_level = 'warning'", "'log_level' in [config] must be trace, debug, info, warn or error")]
    [InlineData("destinations = ['x']", "'destinations' in [config] must be a table, not an array")]
    [InlineData("destinations = {home = '/x'}", "'home' in [config.destinations] is a key that every remote has; choose another name")]
    [InlineData("destinations = {\"a.b\" = '/x'}", "'a.b' in [config.destinations] must have only the characters A-Z a-z 0-9 _ -, because it is a key")]
    [InlineData("destinations = {a = 1}", "'a' in [config.destinations] must be a string, not an integer")]
    public void A_wrong_key_is_told_at_its_line(string line, string problem) =>
        Assert.Equal($"moid.toml:3: {problem}", _folder.Error(() => _folder.Toml($"[config]\n\n{line}")));

    [Theory]
    [InlineData("{\n\"mqtt_adr\": 1}", 2, "unknown key 'mqtt_adr'; did you mean 'mqtt_addr'?")]
    [InlineData("{\n\"config\": {}}", 2, "unknown key 'config'")]
    [InlineData("{\"tls\":\n{\"ca\": \"x\"}}", 2, "unknown key 'ca' in [tls]")]
    [InlineData("{\"tls\":\n{\"cafile\": \"no\"}}", 2, "'cafile' in [tls] names no: no such file")]
    [InlineData("{\"mqtt_port\": \"1883\"}", 1, "'mqtt_port' must be an integer, not a string")]
    public void A_wrong_key_in_JSON_is_told_at_its_line(string content, int line, string problem) =>
        Assert.Equal($"moid.json:{line}: {problem}", _folder.Error(() => _folder.Json(content)));

    [Fact]
    public void A_key_outside_its_table_is_sent_there() => Assert.Equal(
        "moid.toml:1: unknown key 'name'; it belongs in [config]", _folder.Error(() => _folder.Toml("name = 'frodo'")));

    [Fact]
    public void A_missing_configuration_is_told() =>
        Assert.Equal("no.toml: no such file", _folder.Error(() => DaemonConfiguration.Load(_folder.At("no.toml"))));

    [Fact]
    public void What_the_older_moid_had_is_accepted_with_a_warning()
    {
        IReadOnlyList<ConfigurationWarning> warnings = _folder.Toml(
            """
            [config]
            mqtt_connect_wait = 300
            alive_interval = 60
            alive_action = "reconnect"
            alive_vars = ["addr"]
            prefix = "/usr/local"
            var = "/var"
            log_file = "moid.log"
            """).Warnings;

        Assert.Equal([2, 3, 4, 5, 6, 7, 8], warnings.Select(warning => warning.Position.Line));
        Assert.Equal(
            $"{_folder.At("moid.toml")}:7: 'var' no longer means anything: set store instead", warnings[5].ToString());
    }

    [Fact]
    public void Roots_store_is_the_systems()
    {
        _folder.Host = _folder.Host with { IsRoot = true };

        Assert.Equal("/var/lib/moid", _folder.Toml("").StoreFolder);
    }

    [Fact]
    public void A_tilde_is_the_users_home_in_home_and_the_remotes_home_elsewhere()
    {
        DaemonConfiguration configuration = _folder.Toml("[config]\nhome = '~/frodo'\nbin = '~/bin'");

        Assert.Equal("/home/frodo/frodo", configuration.Home);
        Assert.Equal("/home/frodo/frodo/bin", configuration.BinFolder);
    }

    [Fact]
    public void Without_any_home_the_error_says_what_to_give()
    {
        _folder.Host = _folder.Host with { Home = null };

        Assert.Equal(
            "moid.toml:1: 'home' in [config] must be given, because HOME is not set", _folder.Error(() => _folder.Toml("[config]")));
        Assert.Equal(
            "moid.toml:2: 'home' in [config] begins with ~, but no home folder is known; give the full path",
            _folder.Error(() => _folder.Toml("[config]\nhome = '~'")));
        Assert.Equal("/h", _folder.Toml("[config]\nhome = '/h'").Home);
    }

    [Theory]
    [InlineData("")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public void A_host_without_a_usable_name_needs_one_in_the_configuration(string hostName)
    {
        _folder.Host = _folder.Host with { Name = hostName };

        Assert.Equal(
            "moid.toml: 'name' in [config] must be given: the host's own is not of 1 to 64 characters",
            _folder.Error(() => _folder.Toml("")));
        Assert.Equal("frodo", _folder.Toml("[config]\nname = 'frodo'").Name);
    }

    [Fact]
    public void A_name_that_climbs_makes_folders_that_do_not()
    {
        DaemonConfiguration configuration = _folder.Toml("[config]\nname = '../../etc'");

        Assert.Equal("/scratch/MOID-%2E.%2F..%2Fetc", configuration.TemporaryFolder);
        Assert.Equal("/home/frodo/.moid/%2E.%2F..%2Fetc", configuration.StoreFolder);
    }

    [Fact]
    public void Loading_makes_nothing()
    {
        _folder.Toml("[config]\nhome = 'h'\ntmp = 't'\nstore = 's'");

        Assert.Equal(["moid.toml"], Directory.GetFileSystemEntries(_folder.Root).Select(Path.GetFileName));
    }

    [Fact]
    public void Printing_never_shows_a_password()
    {
        string printed = _folder.Json("{\"mqtt_user\": \"frodo\", \"mqtt_password\": \"hunter2\"}").ToString();

        Assert.DoesNotContain("hunter2", printed, StringComparison.Ordinal);
        Assert.Contains("(given in the configuration)", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void This_machine_can_run_a_remote_without_any_configuration()
    {
        File.WriteAllText(_folder.At("moid.toml"), "");

        DaemonConfiguration configuration = DaemonConfiguration.Load(_folder.At("moid.toml"));

        Assert.NotEmpty(configuration.Name);
        Assert.True(System.Net.IPAddress.TryParse(configuration.Address, out _));
        Assert.All(
            [configuration.Home, configuration.TemporaryFolder, configuration.SelfFolder, configuration.StoreFolder],
            path => Assert.True(Path.IsPathFullyQualified(path)));
    }
}
