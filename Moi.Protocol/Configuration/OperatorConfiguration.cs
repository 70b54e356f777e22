namespace Moi.Protocol.Configuration;

/// <summary>What an operator's <c>config.toml</c> says.</summary>
public sealed class OperatorConfiguration
{
    /// <summary>The name of the file in the operator's home.</summary>
    public const string FileName = "config.toml";

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    private readonly Settings _root;
    private readonly PathRules _rules;

    private OperatorConfiguration(Settings root, bool created)
    {
        _root = root;
        _rules = PathRules.For(root.File, OperatorHome.UserFolder());
        Created = created;
        Settings config = root.TableOrEmpty("config");
        Timeout = config.Seconds("timeout", LongestTimeout) ?? DefaultTimeout;
        DefaultPullPattern = PullPatternOf(config) ?? "%n-%a-";
        Operator = config.Token("operator") ?? TopicText.ToToken(Environment.UserName, otherwise: "operator");
        OperatorKey = config.Token("operator_key");
        BrokerSettings.Read(config, root.Table("tls"), _rules, mustExist: false);
        config.RejectUnknown();
        Profiles = ReadProfiles();
        Recipes = ReadRecipes();
        root.RejectUnknown();
    }

    /// <summary>Full path of the file.</summary>
    public string File => _root.File;

    /// <summary>Whether the file was made just now, because there was none: tell the user where it is.</summary>
    public bool Created { get; }

    /// <summary><c>timeout</c>: how long a remote may be silent before it counts as missing.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>
    /// <c>default_pull_pattern</c>: what to put before the name of a file that is pulled into a folder. <c>%n</c> is the
    /// remote's name, <c>%a</c> its address, <c>%t</c> the Unix time, <c>%%</c> a per cent sign.
    /// </summary>
    public string DefaultPullPattern { get; }

    /// <summary><c>operator</c>: the operator's name, fit for a topic; by default made from the user's name.</summary>
    public string Operator { get; }

    /// <summary>
    /// <c>operator_key</c>: the name of the key that signs the operator's requests, in the folder <c>keys</c> beside the file; null to
    /// leave them unsigned. Its passphrase stands in no configuration.
    /// </summary>
    public string? OperatorKey { get; }

    /// <summary>The names of the other brokers, <c>[profiles.NAME]</c>, in the order of the file.</summary>
    public IReadOnlyList<string> Profiles { get; }

    /// <summary>The recipes, <c>[commands.NAME]</c>, in the order of the file.</summary>
    public IReadOnlyList<RecipeTable> Recipes { get; }

    /// <summary>
    /// Loads <c>config.toml</c> from the operator's home. Where there is none, makes one with the defaults and an
    /// explanation of every key, for the user alone (home 0700, file 0600). One that is there is never touched, and of
    /// several shells that find none at once exactly one makes it.
    /// </summary>
    /// <param name="home">The operator's home; see <see cref="OperatorHome"/>.</param>
    /// <exception cref="ConfigurationException">The file is not usable, or cannot be made.</exception>
    public static OperatorConfiguration LoadOrCreate(string home)
    {
        ArgumentException.ThrowIfNullOrEmpty(home);
        string file = Path.Combine(Path.GetFullPath(home), FileName);
        bool created = !System.IO.File.Exists(file) && FirstConfiguration.Create(file);
        return new OperatorConfiguration(Settings.Load(file), created);
    }

    /// <summary>The broker to use, with the files that its configuration names looked up.</summary>
    /// <param name="profile">
    /// The name of a profile, or null for the broker under <c>[config]</c>. A profile stands alone: what it does not say
    /// has its default, and is not taken from <c>[config]</c>.
    /// </param>
    /// <exception cref="ConfigurationException">There is no such profile, or a file that it names is missing.</exception>
    public BrokerSettings Broker(string? profile = null)
    {
        if (profile is null)
        {
            return BrokerSettings.Read(_root.TableOrEmpty("config"), _root.Table("tls"), _rules, mustExist: true);
        }

        if (!Profiles.Contains(profile, StringComparer.Ordinal))
        {
            string hint = NearestName.Find(profile, Profiles) is { } nearest ? $"; did you mean '{nearest}'?" : string.Empty;
            throw new ConfigurationException(
                File, SourcePosition.WholeFile, $"there is no profile {Printable.Quote(profile)}{hint}");
        }

        Settings table = _root.TableOrEmpty("profiles").TableOrEmpty(profile);
        return BrokerSettings.Read(table, table.Table("tls"), _rules, mustExist: true);
    }

    private List<string> ReadProfiles()
    {
        List<string> names = [];
        Settings profiles = _root.TableOrEmpty("profiles");
        foreach (string name in profiles.Keys)
        {
            Settings profile = profiles.TableOrEmpty(name);
            BrokerSettings.Read(profile, profile.Table("tls"), _rules, mustExist: false);
            profile.RejectUnknown();
            names.Add(name);
        }

        return names;
    }

    private List<RecipeTable> ReadRecipes()
    {
        Settings commands = _root.TableOrEmpty("commands");
        return [.. commands.Keys.Select(name => new RecipeTable(name, commands.TableOrEmpty(name)))];
    }

    private static string? PullPatternOf(Settings config)
    {
        const string Key = "default_pull_pattern";
        string? pattern = config.Line(Key);
        for (int i = 0; i < pattern?.Length; i++)
        {
            if (pattern[i] == '%' && (++i == pattern.Length || !"nat%".Contains(pattern[i], StringComparison.Ordinal)))
            {
                throw config.Error(Key, "may have only %n (name), %a (address), %t (time) and %% after a per cent sign");
            }
        }

        return pattern;
    }
}
