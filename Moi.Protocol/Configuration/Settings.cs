using System.Text;

namespace Moi.Protocol.Configuration;

/// <summary>
/// A table of a configuration file, TOML or JSON, read by key and by type. Whoever reads it asks for every key it
/// knows and then calls <see cref="RejectUnknown"/>: what was never asked for is an error. Each error is a
/// <see cref="ConfigurationException"/> with the file and the line.
/// </summary>
public sealed class Settings
{
    private readonly SettingTable _table;
    private readonly string _path;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tolerated = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Settings> _children = new(StringComparer.Ordinal);

    private Settings(string file, SettingsFormat format, string path, SettingTable table)
    {
        File = file;
        Format = format;
        _path = path;
        _table = table;
    }

    /// <summary>Full path of the file.</summary>
    public string File { get; }

    /// <summary>How the file is written.</summary>
    public SettingsFormat Format { get; }

    /// <summary>Where the table begins: its header or key; the whole file for the outermost table.</summary>
    public SourcePosition Position => _table.Position;

    /// <summary>The keys that are in the file, in the order of the file.</summary>
    public IEnumerable<string> Keys => _table.Keys;

    /// <summary>
    /// Reads a file of at most 256 KiB of UTF-8. Extension <c>.toml</c> or <c>.json</c> says what it is; with any other,
    /// its first character does.
    /// </summary>
    /// <param name="path">The file; a relative path begins in the current folder.</param>
    /// <returns>The outermost table.</returns>
    /// <exception cref="ConfigurationException">
    /// The file is missing or not readable, too large, not UTF-8, of broken syntax, or says a key twice.
    /// </exception>
    public static Settings Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string file = Path.GetFullPath(path);
        return Parse(file, ConfigurationFile.Read(file));
    }

    /// <summary>Reads the content of a file; see <see cref="Load"/>.</summary>
    /// <param name="file">Full path of the file, for errors and relative paths; it is not opened.</param>
    /// <param name="content">The bytes of the file.</param>
    /// <exception cref="ConfigurationException">The content is not UTF-8, of broken syntax, or says a key twice.</exception>
    public static Settings Parse(string file, ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> text = ConfigurationFile.CheckUtf8(file, content);
        SettingsFormat format = ConfigurationFile.FormatOf(file, text);
        SettingTable table = format == SettingsFormat.Json
            ? JsonSettings.Read(file, text)
            : TomlSettings.Read(file, Encoding.UTF8.GetString(text));
        return new Settings(file, format, string.Empty, table);
    }

    /// <summary>Any string.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The string, or null if the key is absent.</returns>
    /// <exception cref="ConfigurationException">The value is not a string.</exception>
    public string? Text(string key) => Find(key) is { } value
        ? value.Content as string ?? throw WrongType(key, value, "a string")
        : null;

    /// <summary>A string of one line: not blank, without control characters.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The string, or null if the key is absent.</returns>
    /// <exception cref="ConfigurationException">The value is not such a string.</exception>
    public string? Line(string key)
    {
        string? text = Text(key);
        return text switch
        {
            null => null,
            _ when string.IsNullOrWhiteSpace(text) => throw Error(key, "must not be empty"),
            _ when text.Any(char.IsControl) => throw Error(key, "must be one line without control characters"),
            _ => text,
        };
    }

    /// <summary>A token that may stand in a topic: 1 to 64 of the characters A-Z a-z 0-9 _ -.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The token, or null if the key is absent.</returns>
    /// <exception cref="ConfigurationException">The value is not such a token.</exception>
    public string? Token(string key)
    {
        string? text = Line(key);
        return text is null || TopicText.IsToken(text)
            ? text
            : throw Error(key, $"must be 1 to {TopicText.LongestToken} of the characters A-Z a-z 0-9 _ -");
    }

    /// <summary>A path, made full by the rules; nothing is looked up.</summary>
    /// <param name="key">The key.</param>
    /// <param name="rules">What the path is relative to.</param>
    /// <returns>The full path, or null if the key is absent.</returns>
    /// <exception cref="ConfigurationException">The value is not a path.</exception>
    public string? FullPath(string key, PathRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Line(key) is { } path
            ? rules.Resolve(path) ?? throw Error(key, "begins with ~, but no home folder is known; give the full path")
            : null;
    }

    /// <summary>An integer.</summary>
    /// <param name="key">The key.</param>
    /// <param name="least">The least that is allowed.</param>
    /// <param name="most">The most that is allowed.</param>
    /// <returns>The integer, or null if the key is absent.</returns>
    /// <exception cref="ConfigurationException">The value is not an integer, or out of range.</exception>
    public int? Whole(string key, int least, int most) => Find(key) switch
    {
        null => null,
        { Content: long number } when number >= least && number <= most => (int)number,
        { Content: long number } => throw Error(key, $"must be from {least} to {most}, not {number}"),
        { } value => throw WrongType(key, value, "an integer"),
    };

    /// <summary>A length of time, written as a number of seconds, with a fraction or without.</summary>
    /// <param name="key">The key.</param>
    /// <param name="most">The longest that is allowed.</param>
    /// <returns>A time above zero, or null if the key is absent.</returns>
    /// <exception cref="ConfigurationException">The value is not a number, or out of range.</exception>
    public TimeSpan? Seconds(string key, TimeSpan most)
    {
        if (Find(key) is not { } value)
        {
            return null;
        }

        double seconds = value.Content switch
        {
            long whole => whole,
            double number => number,
            _ => throw WrongType(key, value, "a number of seconds"),
        };

        // A millisecond is the least that the timers tell apart. NaN is not within either.
        return seconds >= 0.001 && seconds <= most.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw Error(key, $"must be a number of seconds above 0, at most {most.TotalSeconds:0}");
    }

    /// <summary>True or false.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The truth, or null if the key is absent.</returns>
    /// <exception cref="ConfigurationException">The value is not a boolean.</exception>
    public bool? Flag(string key) => Find(key) is { } value
        ? value.Content as bool? ?? throw WrongType(key, value, "true or false")
        : null;

    /// <summary>An array of strings, which may be empty.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The strings, or null if the key is absent.</returns>
    /// <exception cref="ConfigurationException">The value is not an array, or one of its items not a string.</exception>
    public IReadOnlyList<string>? Texts(string key) => Find(key) switch
    {
        null => null,
        { Content: SettingValue[] items } => [.. items.Select(item => item.Content as string
            ?? throw WrongType(key, item, "an array of strings"))],
        { } value => throw WrongType(key, value, "an array of strings"),
    };

    /// <summary>A table inside this one.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The table, or null if the key is absent; the same object each time.</returns>
    /// <exception cref="ConfigurationException">The value is not a table.</exception>
    public Settings? Table(string key) => Find(key) is { } value
        ? Opened(key, value.Content as SettingTable ?? throw WrongType(key, value, "a table"))
        : null;

    /// <summary>As <see cref="Table"/>, but an empty table if the key is absent.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="ConfigurationException">The value is not a table.</exception>
    public Settings TableOrEmpty(string key) =>
        Table(key) ?? Opened(key, new SettingTable(SourcePosition.WholeFile));

    /// <summary>Where a key stands, if it is there. Its value may then be anything.</summary>
    /// <param name="key">A key that is accepted and no longer means anything: it is not suggested to anybody.</param>
    public SourcePosition? Tolerate(string key)
    {
        _tolerated.Add(key);
        return _table.Find(key)?.Position;
    }

    /// <summary>Makes sure that every key in this table was asked for; tables inside it answer for themselves.</summary>
    /// <exception cref="ConfigurationException">One was not. The message suggests the key that was meant.</exception>
    public void RejectUnknown()
    {
        foreach (string key in _table.Keys)
        {
            if (!_known.Contains(key) && !_tolerated.Contains(key))
            {
                throw new ConfigurationException(
                    File, _table.Find(key)!.Position, $"unknown key {Printable.Quote(key)}{Where}{Suggestion(key)}");
            }
        }
    }

    /// <summary>An error about a key, at the place of the key.</summary>
    /// <param name="key">The key; if it is absent, the error is about the table.</param>
    /// <param name="problem">What is wrong, to follow the key: "must not be empty".</param>
    /// <param name="cause">The exception behind it, if there is one.</param>
    public ConfigurationException Error(string key, string problem, Exception? cause = null) => new(
        File,
        _table.Find(key)?.Position ?? Position,
        $"{Printable.Quote(key)}{Where} {problem}",
        cause);

    private string Where => _path.Length == 0 ? string.Empty : $" in [{_path}]";

    private SettingValue? Find(string key)
    {
        _known.Add(key);
        return _table.Find(key);
    }

    private Settings Opened(string key, SettingTable table)
    {
        if (!_children.TryGetValue(key, out Settings? child))
        {
            string path = _path.Length == 0 ? Printable.Clean(key) : $"{_path}.{Printable.Clean(key)}";
            child = new Settings(File, Format, path, table);
            _children.Add(key, child);
        }

        return child;
    }

    private ConfigurationException WrongType(string key, SettingValue value, string wanted) =>
        new(File, value.Position, $"{Printable.Quote(key)}{Where} must be {wanted}, not {value.Kind}");

    private string Suggestion(string key)
    {
        if (_children.Values.FirstOrDefault(child => child._known.Contains(key)) is { } home)
        {
            return $"; it belongs in [{home._path}]";
        }

        return NearestName.Find(key, _known) is { } nearest ? $"; did you mean '{nearest}'?" : string.Empty;
    }
}
