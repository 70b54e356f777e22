using System.Text;

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

    /// <summary>
    /// Changes keys of <c>config.toml</c>, which is made where there is none. Everything else in the file stays as it is. The file is
    /// old or new, never half, and is not changed at all if it would say something wrong.
    /// </summary>
    /// <param name="home">The operator's home.</param>
    /// <param name="profile">The profile whose keys are meant, which may be new; null for the operator's own.</param>
    /// <param name="changes">The new values: a string, a long, a double, or null to take the key away.</param>
    /// <param name="write">Whether the file is written; else it is only checked.</param>
    /// <returns>What the file says with the changes.</returns>
    /// <exception cref="ConfigurationException">The file, or what it would become, is not usable.</exception>
    public static OperatorConfiguration Change(
        string home, string? profile, IReadOnlyList<KeyValuePair<OperatorSetting, object?>> changes, bool write)
    {
        ArgumentException.ThrowIfNullOrEmpty(home);
        ArgumentNullException.ThrowIfNull(changes);
        string file = Path.Combine(Path.GetFullPath(home), FileName);
        bool created = write && !System.IO.File.Exists(file) && FirstConfiguration.Create(file);
        byte[] before = System.IO.File.Exists(file) ? ConfigurationFile.Read(file) : Encoding.UTF8.GetBytes(FirstConfiguration.Text);
        Settings.Parse(file, before);
        TomlEditor editor = new(file, Encoding.UTF8.GetString(ConfigurationFile.CheckUtf8(file, before)));
        foreach ((OperatorSetting key, object? value) in changes)
        {
            (IReadOnlyList<string> table, string name) = key.PlaceIn(profile);
            editor.Set(table, name, value);
        }

        byte[] after = Encoding.UTF8.GetBytes(editor.Text);
        OperatorConfiguration changed = new(Settings.Parse(file, after), created);
        if (write)
        {
            ConfigurationFile.Replace(file, after);
        }

        return changed;
    }

    /// <summary>The broker to use, with the files that its configuration names looked up.</summary>
    /// <param name="profile">
    /// The name of a profile, or null for the broker under <c>[config]</c>. A profile stands alone: what it does not say
    /// has its default, and is not taken from <c>[config]</c>.
    /// </param>
    /// <param name="mustExist">Whether the files that are named must be there now.</param>
    /// <exception cref="ConfigurationException">There is no such profile, or a file that it names is missing.</exception>
    public BrokerSettings Broker(string? profile = null, bool mustExist = true)
    {
        if (profile is null)
        {
            return BrokerSettings.Read(_root.TableOrEmpty("config"), _root.Table("tls"), _rules, mustExist);
        }

        if (!Profiles.Contains(profile, StringComparer.Ordinal))
        {
            string hint = NearestName.Find(profile, Profiles) is { } nearest ? $"; did you mean '{nearest}'?" : string.Empty;
            throw new ConfigurationException(
                File, SourcePosition.WholeFile, $"there is no profile {Printable.Quote(profile)}{hint}");
        }

        Settings table = _root.TableOrEmpty("profiles").TableOrEmpty(profile);
        return BrokerSettings.Read(table, table.Table("tls"), _rules, mustExist);
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
