using System.Diagnostics;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;
using Tomlyn.Text;

namespace Moi.Protocol.Configuration;

/// <summary>
/// Reads the TOML form of a configuration. Tomlyn's tree parser gives the syntax; which key may stand where is decided
/// in <see cref="TomlTables"/>, because Tomlyn's own check misses some duplicates and its messages quote values.
/// </summary>
internal static class TomlSettings
{
    /// <summary>How deep tables and arrays may lie in each other.</summary>
    public const int DeepestNesting = 16;

    private static readonly TomlSerializerOptions Options = new() { MaxDepth = DeepestNesting };

    private static readonly SyntaxWording Wording = new(
        "this is not TOML",
        ("maximum depth", "tables or arrays are nested too deeply"),
        ("while parsing a value", "not a value; text needs quotes"),
        ("Missing value after", "a value is missing after '='"),
        ("Missing value in array", "a value is missing between the commas"),
        ("after key", "expected '=' after the key"),
        ("end-of-line after value", "unexpected text after the value"),
        ("for multi-line", "a multi-line string is not closed"),
        ("found on string literal", "a string is not closed"),
        ("newline in a string", "a string is not closed on its line"),
        ("end-of-file while parsing array", "an array is not closed"),
        ("while parsing array", "expected ',' or ']' in the array"),
        ("end-of-file while parsing inline table", "an inline table is not closed"),
        ("inline table", "expected a key, ',' or '}' in the inline table"),
        ("Expected `]", "the table's header is not closed with ']'"),
        ("while parsing a key", "a key is missing here"),
        ("escape", "an unknown escape in a string; write \\\\ for \\, or put the text between single quotes"),
        ("control character", "a control character is not allowed here"),
        ("leading", "a number may not begin with 0"),
        ("parse integer", "an integer is out of range"),
        ("\\r not followed", "a carriage return without a line feed"));

    /// <summary>Reads a text.</summary>
    /// <exception cref="ConfigurationException">The text is not TOML, or says a key or a table twice.</exception>
    public static SettingTable Read(string file, string text)
    {
        // Tomlyn 2.10.2 throws ArgumentOutOfRangeException where a text ends inside an escape: let none end so.
        string ended = text.EndsWith('\n') ? text : text + "\n";
        DocumentSyntax document = Parse(ended) ?? throw FirstError(file, text, ended);
        TomlTables tables = new(file);
        foreach (KeyValueSyntax entry in document.KeyValues)
        {
            tables.Add(entry);
        }

        foreach (TableSyntaxBase section in document.Tables)
        {
            tables.Open(section);
            foreach (KeyValueSyntax entry in section.Items)
            {
                tables.Add(entry);
            }
        }

        return tables.Root;
    }

    private static DocumentSyntax? Parse(string text)
    {
        try
        {
            DocumentSyntax document = SyntaxParser.Parse(text, Options, validate: false);
            return document.HasErrors ? null : document;
        }
        catch (TomlException)
        {
            // Nested too deeply. The exception does not say where; FirstError finds out.
            return null;
        }
    }

    // The event parser stops at the first error, always with its place; the tree parser goes on and collects followers.
    private static ConfigurationException FirstError(string file, string text, string ended)
    {
        TomlParser parser = TomlParser.Create(ended, Options);
        try
        {
            while (parser.MoveNext())
            {
            }
        }
        catch (TomlException error) when (error.Span is { } span)
        {
            string message = error.Diagnostics.Count > 0 ? error.Diagnostics[0].Message : error.Message;
            return new ConfigurationException(file, Within(text, span.Start), Wording.For(message));
        }

        throw new UnreachableException("Tomlyn's two parsers disagree about a text.");
    }

    // An error at the end may lie on the line that the added line feed began.
    private static SourcePosition Within(string text, TomlTextPosition position)
    {
        int lines = text.AsSpan().Count('\n') + 1;
        return position.Line < lines
            ? new SourcePosition(position.Line + 1, position.Column + 1)
            : new SourcePosition(lines, text.Length - text.LastIndexOf('\n'));
    }
}
