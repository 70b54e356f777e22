using Tomlyn.Syntax;

namespace Moi.Protocol.Configuration;

/// <summary>
/// Puts the keys of a TOML document into tables by TOML's rules: no key twice, no table opened twice, a table in one
/// piece is never extended.
/// </summary>
/// <param name="file">Full path of the file, for errors.</param>
internal sealed class TomlTables(string file)
{
    private readonly Dictionary<SettingTable, Origin> _origins = [];
    private SettingTable? _current;

    /// <summary>How a table came to be: that decides who may add to it.</summary>
    private enum Origin
    {
        /// <summary>A longer header implied it; its own may follow.</summary>
        Implied,

        /// <summary>Its own header; never a second one.</summary>
        Header,

        /// <summary>Dotted keys; further dotted keys may add to it.</summary>
        DottedKey,

        /// <summary>An inline table; complete.</summary>
        Inline,
    }

    public SettingTable Root { get; } = new(SourcePosition.WholeFile);

    /// <summary>Begins a section: the keys added after this go there.</summary>
    public void Open(TableSyntaxBase section)
    {
        List<Segment> path = PathOf(section.Name!);
        SourcePosition position = At(section);
        if (section is TableArraySyntax)
        {
            throw Error(position, $"[[{path[^1].Name}]] is not used in this file; write single brackets");
        }

        SettingTable table = Root;
        foreach (Segment segment in path)
        {
            table = Enter(table, segment, position, Origin.Implied);
        }

        if (_origins[table] != Origin.Implied)
        {
            throw Error(
                position,
                $"table {Printable.Quote(path[^1].Name)} is defined twice, first on line {table.Position.Line}");
        }

        _origins[table] = Origin.Header;
        table.Position = position;
        _current = table;
    }

    /// <summary>Adds a key to the section last opened.</summary>
    public void Add(KeyValueSyntax entry) => Add(_current ?? Root, entry);

    private void Add(SettingTable table, KeyValueSyntax entry)
    {
        List<Segment> path = PathOf(entry.Key!);
        foreach (Segment segment in path[..^1])
        {
            table = Enter(table, segment, segment.Position, Origin.DottedKey);
        }

        table.Add(path[^1].Name, new SettingValue(At(entry), ContentOf(entry.Value, At(entry))), file);
    }

    private SettingTable Enter(SettingTable parent, Segment segment, SourcePosition position, Origin by)
    {
        if (parent.Find(segment.Name) is not { } there)
        {
            SettingTable made = new(position);
            _origins.Add(made, by);
            parent.Add(segment.Name, new SettingValue(position, made), file);
            return made;
        }

        if (there.Content is not SettingTable table)
        {
            throw Error(
                position,
                $"{Printable.Quote(segment.Name)} cannot be a table: it is {there.Kind} on line {there.Position.Line}");
        }

        bool open = by == Origin.DottedKey ? _origins[table] == by : _origins[table] != Origin.Inline;
        return open
            ? table
            : throw Error(
                position,
                $"table {Printable.Quote(segment.Name)} is complete on line {table.Position.Line}; add the key there");
    }

    private object ContentOf(ValueSyntax? value, SourcePosition position) => value switch
    {
        StringValueSyntax text => text.Value ?? string.Empty,
        IntegerValueSyntax whole => whole.Value,
        FloatValueSyntax number => number.Value,
        BooleanValueSyntax truth => truth.Value,
        ArraySyntax array => ItemsOf(array),
        InlineTableSyntax table => TableOf(table, position),
        _ => new UnusableContent("a date or time"),
    };

    private SettingValue[] ItemsOf(ArraySyntax array)
    {
        List<SettingValue> items = [];
        foreach (ArrayItemSyntax item in array.Items)
        {
            SourcePosition position = At(item);
            items.Add(new SettingValue(position, ContentOf(item.Value, position)));
        }

        return [.. items];
    }

    private SettingTable TableOf(InlineTableSyntax syntax, SourcePosition position)
    {
        SettingTable table = new(position);
        foreach (InlineTableItemSyntax item in syntax.Items)
        {
            Add(table, item.KeyValue!);
        }

        _origins.Add(table, Origin.Inline);
        return table;
    }

    private List<Segment> PathOf(KeySyntax key)
    {
        List<Segment> path = [new Segment(NameOf(key.Key), At(key))];
        foreach (DottedKeyItemSyntax item in key.DotKeys)
        {
            path.Add(new Segment(NameOf(item.Key), At(item)));
        }

        return path.Count <= TomlSettings.DeepestNesting
            ? path
            : throw Error(At(key), "tables or arrays are nested too deeply");
    }

    /// <summary>The parts of a dotted key or a header.</summary>
    public static IEnumerable<string> NamesOf(KeySyntax key) => key.DotKeys.Select(item => NameOf(item.Key)).Prepend(NameOf(key.Key));

    private static string NameOf(BareKeyOrStringValueSyntax? key) => key switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? string.Empty,
        StringValueSyntax quoted => quoted.Value ?? string.Empty,
        _ => string.Empty,
    };

    private static SourcePosition At(SyntaxNode node) => new(node.Span.Start.Line + 1, node.Span.Start.Column + 1);

    private ConfigurationException Error(SourcePosition position, string problem) => new(file, position, problem);

    private readonly record struct Segment(string Name, SourcePosition Position);
}
