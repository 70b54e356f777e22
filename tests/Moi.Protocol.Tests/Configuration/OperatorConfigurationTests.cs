using System.Text.RegularExpressions;
using Moi.Protocol.Configuration;

namespace Moi.Protocol.Tests.Configuration;

public sealed class OperatorConfigurationTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_use_makes_the_file_and_the_second_reads_it()
    {
        string home = _folder.At("a/b/.moi");

        OperatorConfiguration first = OperatorConfiguration.LoadOrCreate(home);
        OperatorConfiguration second = OperatorConfiguration.LoadOrCreate(home);

        Assert.True(first.Created);
        Assert.False(second.Created);
        Assert.Equal(Path.Combine(home, "config.toml"), first.File);
        Assert.Equal(["config.toml"], Directory.GetFiles(home).Select(Path.GetFileName));
    }

    [Fact]
    public void What_is_made_is_for_the_user_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix modes");
        string home = _folder.At(".moi");
        string file = OperatorConfiguration.LoadOrCreate(home).File;

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(home));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void A_file_that_is_there_is_never_touched()
    {
        string file = _folder.Write("config.toml", "# mine\n[config]\nmqtt_addr = 'mine'\n");

        OperatorConfiguration configuration = OperatorConfiguration.LoadOrCreate(_folder.Root);

        Assert.False(configuration.Created);
        Assert.Equal("mine", configuration.Broker().Host);
        Assert.Equal("# mine\n[config]\nmqtt_addr = 'mine'\n", File.ReadAllText(file));
    }

    [Fact]
    public void Of_many_shells_at_once_exactly_one_makes_the_file()
    {
        const int Shells = 4;
        for (int round = 0; round < 25; round++)
        {
            string home = _folder.At($"home{round}");
            using Barrier start = new(Shells);
            bool[] created = new bool[Shells];
            string[] hosts = new string[Shells];
            Thread[] shells = [.. Enumerable.Range(0, Shells).Select(i => new Thread(() =>
            {
                start.SignalAndWait();
                OperatorConfiguration configuration = OperatorConfiguration.LoadOrCreate(home);
                (created[i], hosts[i]) = (configuration.Created, configuration.Broker().Host);
            }))];
            Array.ForEach(shells, shell => shell.Start());
            Array.ForEach(shells, shell => shell.Join());

            Assert.Single(created, made => made);
            Assert.All(hosts, host => Assert.Equal("localhost", host));
            Assert.Equal(FirstConfiguration.Text, File.ReadAllText(Path.Combine(home, "config.toml")));
        }
    }

    [Fact]
    public void A_home_that_cannot_be_made_is_told()
    {
        _folder.Write("file", "");

        Assert.StartsWith(
            "file/.moi/config.toml: cannot be made: ",
            _folder.Error(() => OperatorConfiguration.LoadOrCreate(_folder.At("file/.moi"))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_is_told()
    {
        Directory.CreateDirectory(_folder.At("config.toml"));

        Assert.StartsWith(
            "config.toml: cannot be made: ",
            _folder.Error(() => OperatorConfiguration.LoadOrCreate(_folder.Root)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[config]")]
    [InlineData(FirstConfiguration.Text)]
    public void An_empty_file_and_the_first_one_mean_the_defaults(string text)
    {
        OperatorConfiguration configuration = Load(text);

        Assert.Equal(TimeSpan.FromSeconds(2), configuration.Timeout);
        Assert.Equal("%n-%a-", configuration.DefaultPullPattern);
        Assert.Matches("^[A-Za-z0-9_-]{1,64}$", configuration.Operator);
        Assert.Equal(new BrokerSettings(), configuration.Broker());
        Assert.Empty(configuration.Profiles);
        Assert.Empty(configuration.Recipes);
    }

    [Fact]
    public void Each_example_in_the_first_file_is_right()
    {
        string[] lines = FirstConfiguration.Text.Split('\n');
        string table = string.Empty;
        int examples = 0;
        foreach (string line in lines.Where(line => Regex.IsMatch(line, @"^(# )?(\[[a-z.]+\]|[a-z_]+ = .*)$")))
        {
            string example = line.StartsWith("# ", StringComparison.Ordinal) ? line[2..] : line;
            bool header = example[0] == '[';
            table = header ? example : table;
            string[] needed = example.Split(' ')[0] switch
            {
                "mqtt_password_file" or "mqtt_password_env" or "mqtt_password" => ["mqtt_user = 'x'"],
                "certfile" => ["keyfile = 'x'"],
                "keyfile" => ["certfile = 'x'"],
                "passphrase_file" => ["certfile = 'x'", "keyfile = 'x'"],
                _ => [],
            };

            Load(string.Join('\n', [table, .. needed, header ? string.Empty : example]));
            examples++;
        }

        Assert.Equal(26, examples);
    }

    [Fact]
    public void Every_key_is_read()
    {
        OperatorConfiguration configuration = Load(
            """
            [config]
            mqtt_addr = "broker"
            timeout = 0.5
            default_pull_pattern = "%n_%a_%t%%"
            operator = "steve-1"
            """);

        Assert.Equal("broker", configuration.Broker().Host);
        Assert.Equal(TimeSpan.FromSeconds(0.5), configuration.Timeout);
        Assert.Equal("%n_%a_%t%%", configuration.DefaultPullPattern);
        Assert.Equal("steve-1", configuration.Operator);
    }

    [Theory]
    [InlineData("[config]\nmqtt_adr = 'x'", 2, "unknown key 'mqtt_adr' in [config]; did you mean 'mqtt_addr'?")]
    [InlineData("[config]\nrestricted = 'no'", 2, "unknown key 'restricted' in [config]")]
    [InlineData("mqtt_addr = 'x'", 1, "unknown key 'mqtt_addr'; it belongs in [config]")]
    [InlineData("\n[tsl]", 2, "unknown key 'tsl'; did you mean 'tls'?")]
    [InlineData("config = 1", 1, "'config' must be a table, not an integer")]
    [InlineData("[config]\ntimeout = 0", 2, "'timeout' in [config] must be a number of seconds above 0, at most 86400")]
    [InlineData("[config]\ntimeout = '2'", 2, "'timeout' in [config] must be a number of seconds, not a string")]
    [InlineData("[config]\noperator = 'a.b'", 2, "'operator' in [config] must be 1 to 64 of the characters A-Z a-z 0-9 _ -")]
    [InlineData("[config]\ndefault_pull_pattern = ''", 2, "'default_pull_pattern' in [config] must not be empty")]
    [InlineData("[tls]\nca_file = 'x'", 2, "unknown key 'ca_file' in [tls]; did you mean 'cafile'?")]
    [InlineData("profiles = 1", 1, "'profiles' must be a table, not an integer")]
    [InlineData("[profiles]\nx = 1", 2, "'x' in [profiles] must be a table, not an integer")]
    [InlineData("[profiles.x]\nmqtt_prot = 1", 2, "unknown key 'mqtt_prot' in [profiles.x]; did you mean 'mqtt_port'?")]
    [InlineData("[profiles.x]\ntimeout = 1", 2, "unknown key 'timeout' in [profiles.x]")]
    [InlineData("[profiles.x.tls]\nx = 1", 2, "unknown key 'x' in [profiles.x.tls]")]
    [InlineData("[profiles.x]\nmqtt_port = 0", 2, "'mqtt_port' in [profiles.x] must be from 1 to 65535, not 0")]
    [InlineData("[commands]\nspace = 'df'", 2, "'space' in [commands] must be a table, not a string")]
    public void A_wrong_key_is_told_at_its_line(string text, int line, string problem) =>
        Assert.Equal($"config.toml:{line}: {problem}", _folder.Error(() => Load(text)));

    [Theory]
    [InlineData("%")]
    [InlineData("%x")]
    [InlineData("%n-%")]
    [InlineData("%%%")]
    public void A_pull_pattern_has_only_known_parts(string pattern) => Assert.Equal(
        "config.toml:2: 'default_pull_pattern' in [config] may have only %n (name), %a (address), %t (time) and %% after a "
        + "per cent sign",
        _folder.Error(() => Load($"[config]\ndefault_pull_pattern = '{pattern}'")));

    [Fact]
    public void A_profile_stands_alone()
    {
        OperatorConfiguration configuration = Load(
            """
            [config]
            mqtt_addr = "here"
            mqtt_user = "frodo"
            mqtt_password = "hunter2"
            mqtt_root = "here"
            [profiles.depot]
            mqtt_addr = "there"
            [profiles."the mill".tls]
            """);

        Assert.Equal(["depot", "the mill"], configuration.Profiles);
        Assert.Equal(new BrokerSettings { Host = "there" }, configuration.Broker("depot"));
        Assert.Equal(new BrokerSettings { Port = 8883, Tls = new TlsSettings() }, configuration.Broker("the mill"));
        Assert.Equal(
            "config.toml: there is no profile 'depo'; did you mean 'depot'?",
            _folder.Error(() => configuration.Broker("depo")));
        Assert.Equal("config.toml: there is no profile 'x'", _folder.Error(() => configuration.Broker("x")));
    }

    [Fact]
    public void A_missing_file_hurts_only_the_broker_that_names_it()
    {
        OperatorConfiguration configuration = Load("[tls]\ncafile = 'no'\n[profiles.x.tls]\ncafile = 'nor'\n[profiles.y]");

        Assert.Equal(
            "config.toml:2: 'cafile' in [tls] names no: no such file", _folder.Error(() => configuration.Broker()));
        Assert.Equal(
            "config.toml:4: 'cafile' in [profiles.x.tls] names nor: no such file",
            _folder.Error(() => configuration.Broker("x")));
        Assert.Equal("localhost", configuration.Broker("y").Host);
    }

    [Fact]
    public void Recipes_are_kept_as_they_are()
    {
        IReadOnlyList<RecipeTable> recipes = Load(
            """
            [config]

            [commands.space]
            help = "how much room?"
            args = ["df -h /", "two\nlines"]
            whatever = 1
            [commands.deb.1]
            command = "push"
            """).Recipes;

        Assert.Equal(["space", "deb"], recipes.Select(recipe => recipe.Name));
        Assert.Equal(3, recipes[0].Table.Position.Line);
        Assert.Equal(["df -h /", "two\nlines"], recipes[0].Table.Texts("args")!);
        Assert.Equal("push", recipes[1].Table.Table("1")!.Text("command"));
        Assert.Equal(
            "config.toml:6: 'whatever' in [commands.space] must be a string, not an integer",
            _folder.Error(() => recipes[0].Table.Text("whatever")));
    }

    [Theory]
    [InlineData("steve", "steve")]
    [InlineData("DOMAIN\\st.eve é", "DOMAIN-st-eve--")]
    [InlineData("", "operator")]
    public void A_user_name_is_made_fit_for_a_topic(string user, string token) =>
        Assert.Equal(token, TopicText.ToToken(user, "operator"));

    private OperatorConfiguration Load(string text)
    {
        _folder.Write("config.toml", text);
        return OperatorConfiguration.LoadOrCreate(_folder.Root);
    }
}
