using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Moi.Protocol.Configuration;

/// <summary>Changes single keys in a text of TOML and leaves the rest as it is: comments, order, blank lines.</summary>
/// <param name="file">Full path of the file, for errors.</param>
/// <param name="text">The text, which is TOML.</param>
internal sealed class TomlEditor(string file, string text)
{
    private readonly string _lineEnd = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
    private string _text = text;

    /// <summary>The text as it is now.</summary>
    public string Text => _text;

    /// <summary>Sets a key, in place where it is there; else behind its commented example, or behind the last key of its table.</summary>
    /// <param name="table">The table's path.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">A string, a long or a double; null takes the key away.</param>
    /// <exception cref="ConfigurationException">The table is written in one line, and the key is not in it.</exception>
    public void Set(IReadOnlyList<string> table, string key, object? value)
    {
        List<string> path = [.. table, key];
        DocumentSyntax document = SyntaxParser.Parse(_text, new TomlSerializerOptions(), validate: false);
        foreach ((IReadOnlyList<string> prefix, KeyValueSyntax entry) in Entries(document))
        {
            List<string> place = [.. prefix, .. TomlTables.NamesOf(entry.Key!)];
            if (place.SequenceEqual(path, StringComparer.Ordinal))
            {
                Change(entry, value);
                return;
            }

            if (entry.Value is InlineTableSyntax && place.SequenceEqual(path.Take(place.Count), StringComparer.Ordinal))
            {
                throw new ConfigurationException(
                    file,
                    new SourcePosition(entry.Span.Start.Line + 1, entry.Span.Start.Column + 1),
                    $"{Printable.Quote(string.Join('.', place))} is written in one line, where keys cannot be changed for you; edit it by hand");
            }
        }

        if (value is not null)
        {
            Insert(document, table, $"{Bare(key)} = {Literal(value)}");
        }
    }

    private static IEnumerable<(IReadOnlyList<string> Prefix, KeyValueSyntax Entry)> Entries(DocumentSyntax document)
    {
        foreach (KeyValueSyntax entry in document.KeyValues)
        {
            yield return ([], entry);
        }

        foreach (TableSyntaxBase section in document.Tables)
        {
            List<string> prefix = [.. TomlTables.NamesOf(section.Name!)];
            foreach (KeyValueSyntax entry in section.Items)
            {
                yield return (prefix, entry);
            }
        }
    }

    private void Change(KeyValueSyntax entry, object? value)
    {
        SyntaxNode changed = value is null ? entry : entry.Value!;
        int end = changed.Span.End.Offset + 1;
        _text = string.Concat(_text.AsSpan(0, changed.Span.Start.Offset), value is null ? string.Empty : Literal(value), _text.AsSpan(end));
    }

    private void Insert(DocumentSyntax document, IReadOnlyList<string> table, string line)
    {
        List<TableSyntaxBase> sections = [.. document.Tables];
        int index = sections.FindIndex(section => TomlTables.NamesOf(section.Name!).SequenceEqual(table, StringComparer.Ordinal));
        if (index < 0)
        {
            string gap = _text.Length == 0 ? string.Empty : _text.EndsWith('\n') ? _lineEnd : _lineEnd + _lineEnd;
            _text += $"{gap}[{string.Join('.', table.Select(Bare))}]{_lineEnd}{line}{_lineEnd}";
            return;
        }

        TableSyntaxBase home = sections[index];
        int start = AfterLine(home.CloseBracket!.Span.End.Offset);
        int end = index + 1 < sections.Count ? sections[index + 1].Span.Start.Offset : _text.Length;
        int place = BehindExample(start, end, line[..line.IndexOf(' ', StringComparison.Ordinal)])
            ?? (home.Items.Any() ? AfterLine(home.Items.Last().Value!.Span.End.Offset) : start);
        string before = _text[..place];
        string separator = before.EndsWith('\n') ? string.Empty : _lineEnd;
        _text = $"{before}{separator}{line}{_lineEnd}{_text[place..]}";
    }

    /// <summary>The place behind the line <c># key = ...</c>; examples of another table come behind its commented head.</summary>
    private int? BehindExample(int start, int end, string key)
    {
        string part = _text[start..end];
        Match otherHead = Regex.Match(part, @"^[ \t]*#[ \t]*\[", RegexOptions.Multiline);
        Match example = Regex.Match(part, $@"^[ \t]*#[ \t]*{Regex.Escape(key)}[ \t]*=", RegexOptions.Multiline);
        return example.Success && (!otherHead.Success || example.Index < otherHead.Index) ? AfterLine(start + example.Index) : null;
    }

    private int AfterLine(int offset) => _text.IndexOf('\n', Math.Min(offset, _text.Length)) is >= 0 and int end ? end + 1 : _text.Length;

    private static string Bare(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? name : Literal(name);

    private static string Literal(object value) => value switch
    {
        string text => Quoted(text),
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        double number when double.IsInteger(number) && Math.Abs(number) < 1e15 => number.ToString("0", CultureInfo.InvariantCulture),
        double number => number.ToString("0.0################", CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"A {value.GetType().Name} is no value of a setting.", nameof(value)),
    };

    private static string Quoted(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                _ when char.IsControl(c) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }
}
