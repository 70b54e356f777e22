using System.Text.Json;

namespace Moi.Protocol.Configuration;

/// <summary>Reads the JSON form of a configuration: one object, of strict JSON, each key once.</summary>
internal ref struct JsonSettings
{
    private const int DeepestNesting = 16;

    private static readonly SyntaxWording Wording = new(
        "this is not JSON",
        ("any JSON tokens", "the file is empty; a JSON object is expected"),
        ("trailing comma", "a comma with nothing after it"),
        ("Expected a ':'", "expected ':' after the key"),
        ("start of a property name", "expected a key in double quotes"),
        ("invalid JSON literal", "not a value; text needs double quotes"),
        ("start of a value", "not a value; text needs double quotes"),
        ("end of string", "a string is not closed"),
        ("escapable character", "an unknown escape in a string; write \\\\ for \\"),
        ("hex digit", "an unknown escape in a string; write \\\\ for \\"),
        ("within a JSON string", "a string is not closed, or holds a control character"),
        ("single JSON value", "there is text after the end of the object"),
        ("invalid after a value", "expected ',' or the closing bracket here"),
        ("depth to be zero", "a '{' or '[' is not closed"),
        ("maximum configured depth", "tables or arrays are nested too deeply"));

    private readonly string _file;
    private Utf8JsonReader _reader;
    private LineCounter _lines;

    private JsonSettings(string file, ReadOnlySpan<byte> text)
    {
        _file = file;
        _reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = DeepestNesting });
        _lines = new LineCounter(text);
    }

    /// <summary>Reads a text that is known to be UTF-8.</summary>
    /// <exception cref="ConfigurationException">The text is not JSON, or not an object, or says a key twice.</exception>
    public static SettingTable Read(string file, ReadOnlySpan<byte> text)
    {
        try
        {
            return new JsonSettings(file, text).ReadDocument();
        }
        catch (JsonException error)
        {
            int line = (int)(error.LineNumber ?? 0) + 1;
            int column = (int)(error.BytePositionInLine ?? 0) + 1;
            throw new ConfigurationException(file, new SourcePosition(line, column), Wording.For(error.Message));
        }
    }

    private SettingTable ReadDocument()
    {
        _reader.Read();
        SettingValue document = ReadValue(Here());

        // Only white space may follow; anything else is the reader's error.
        _reader.Read();
        return document.Content as SettingTable
            ?? throw new ConfigurationException(
                _file, document.Position, $"the file must be one JSON object, not {document.Kind}");
    }

    private SettingValue ReadValue(SourcePosition position) => new(position, _reader.TokenType switch
    {
        JsonTokenType.String => ReadText(position),
        JsonTokenType.Number => ReadNumber(),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.StartObject => ReadTable(position),
        JsonTokenType.StartArray => ReadArray(),
        _ => new UnusableContent("null"),
    });

    private SettingTable ReadTable(SourcePosition position)
    {
        SettingTable table = new(position);
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            SourcePosition keyPosition = Here();
            string key = ReadText(keyPosition);
            _reader.Read();
            table.Add(key, ReadValue(keyPosition), _file);
        }

        return table;
    }

    private SettingValue[] ReadArray()
    {
        List<SettingValue> items = [];
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(Here()));
        }

        return [.. items];
    }

    private readonly object ReadNumber()
    {
        if (_reader.TryGetInt64(out long whole))
        {
            return whole;
        }

        return _reader.TryGetDouble(out double number) ? number : new UnusableContent("a number beyond all bounds");
    }

    private readonly string ReadText(SourcePosition position)
    {
        try
        {
            return _reader.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException error)
        {
            // The escapes \uD800 to \uDFFF are JSON, but one without its partner is no character.
            throw new ConfigurationException(
                _file, position, "a \\u escape in this string is half of a surrogate pair", error);
        }
    }

    private SourcePosition Here() => _lines.At((int)_reader.TokenStartIndex);
}
