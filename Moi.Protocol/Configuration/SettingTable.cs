namespace Moi.Protocol.Configuration;

/// <summary>A table of a configuration file: keys, case-sensitive, each once.</summary>
/// <param name="position">The place of the table's header or key, as far as it is known yet.</param>
internal sealed class SettingTable(SourcePosition position)
{
    private readonly Dictionary<string, SettingValue> _values = new(StringComparer.Ordinal);

    public SourcePosition Position { get; set; } = position;

    /// <summary>The keys in the order of the file.</summary>
    public IEnumerable<string> Keys => _values.Keys;

    public SettingValue? Find(string key) => _values.GetValueOrDefault(key);

    /// <summary>Adds a value.</summary>
    /// <exception cref="ConfigurationException">The key is there already.</exception>
    public void Add(string key, SettingValue value, string file)
    {
        if (!_values.TryAdd(key, value))
        {
            throw new ConfigurationException(
                file,
                value.Position,
                $"duplicate key {Printable.Quote(key)}, first on line {_values[key].Position.Line}");
        }
    }
}
