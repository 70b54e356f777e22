using System.Globalization;
using System.Text;

namespace Moi.Protocol.Filters;

/// <summary>Reads the text form of filters, as <see cref="Filter.Parse"/> describes it.</summary>
internal sealed class FilterParser
{
    private const string NotSeparator = ".not.";

    private readonly string _text;
    private readonly int _end;
    private int _position;

    private FilterParser(string text)
    {
        _text = text;
        _end = text.TrimEnd().Length;
    }

    public static Filter Parse(string text)
    {
        var parser = new FilterParser(text);
        parser.SkipBlanks();
        if (parser._position >= parser._end)
        {
            throw new FilterSyntaxException(text, text.Length, "expected a condition, such as name=frodo");
        }

        return parser.ReadListWord() switch
        {
            "all" => new AllFilter(parser.ReadList("all")),
            "any" => new AnyFilter(parser.ReadList("any")),
            _ => parser.ReadCondition(isInList: false),
        };
    }

    private List<Filter> ReadList(string word)
    {
        var conditions = new List<Filter>();
        for (SkipBlanks(); _position < _end; SkipBlanks())
        {
            if (conditions.Count == FilterLimits.MaxNodes - 1)
            {
                throw Fault(_position, FilterTree.TooLarge);
            }

            int start = _position;
            if (ReadListWord() is { } inner)
            {
                throw Fault(
                    start, $"expected a condition, but '{inner}' begins a list, and lists in text cannot hold others");
            }

            conditions.Add(ReadCondition(isInList: true));
        }

        return conditions.Count > 0
            ? conditions
            : throw Fault(_position, $"expected at least one condition after '{word}'");
    }

    /// <summary>Reads <c>all</c> or <c>any</c> when it stands here as a word of its own.</summary>
    private string? ReadListWord()
    {
        int wordEnd = FindBlank();
        string? word = _text.AsSpan(_position, wordEnd - _position) switch
        {
            "all" => "all",
            "any" => "any",
            _ => null,
        };
        _position = word is null ? _position : wordEnd;
        return word;
    }

    /// <summary>Reads one condition: up to the next blank in a list, otherwise the whole rest.</summary>
    private Filter ReadCondition(bool isInList)
    {
        int openingQuote = FindOpeningQuote();
        int end = isInList ? FindBlank() : _end;
        (string? separator, int keyEnd) = FindSeparator(openingQuote < 0 ? end : openingQuote);
        KeyPath key = ReadKey(keyEnd, separator);
        if (separator is null)
        {
            return new ExistsFilter(key);
        }

        _position += separator.Length;
        (string value, bool isPrefix) =
            openingQuote < 0 ? ReadPlainValue(end, separator) : ReadQuotedValue(isInList, separator);
        return separator switch
        {
            "=" when isPrefix => new StartsWithFilter(key, value),
            "=" => Compare(ComparisonOperator.Equal),
            ":" => new ContainsFilter(key, FilterValue.FromString(value), ignoreCase: false),
            _ => Compare(ComparisonOperator.NotEqual),
        };

        Filter Compare(ComparisonOperator comparison) =>
            new ComparisonFilter(key, comparison, FilterValue.FromString(value), ignoreCase: false);
    }

    /// <summary>What splits the condition, and where; without a separator, its end.</summary>
    private (string? Separator, int Position) FindSeparator(int end)
    {
        foreach (string separator in (ReadOnlySpan<string>)["=", ":", NotSeparator])
        {
            int found = _text.IndexOf(separator, _position, end - _position, StringComparison.Ordinal);
            if (found >= 0)
            {
                return (separator, found);
            }
        }

        return (null, end);
    }

    private KeyPath ReadKey(int end, string? separator)
    {
        string text = _text[_position..end];
        if (KeyPath.FindFault(text) is { } fault)
        {
            char found = fault.Position < text.Length ? text[fault.Position] : '.';
            bool isForeign = fault.Position > 0 && found != '.' && !KeyPath.IsNameCharacter(found);
            throw Fault(_position + fault.Position, (isForeign, separator, found) switch
            {
                (true, null, _) => "expected '=', ':', '.not.' or the end after the key",
                (true, "=", ':') => "the first '=' ends the key, so ':' would be part of it; quote what follows ':'",
                _ => fault.Expected,
            });
        }

        _position = end;
        return KeyPath.Parse(text);
    }

    /// <summary>Reads a value up to the end, where a final <c>#</c> makes a prefix of it.</summary>
    private (string Value, bool IsPrefix) ReadPlainValue(int end, string separator)
    {
        int start = _position;
        string value = _text[start..end];
        bool isPrefix = false;
        if (value.EndsWith("\\#", StringComparison.Ordinal))
        {
            value = value[..^2] + '#';
        }
        else if (value.EndsWith('#'))
        {
            isPrefix = true;
            CheckPrefixAllowed(end - 1, separator);
            value = value[..^1];
        }

        if (value.Length == 0 || char.IsWhiteSpace(value[0]))
        {
            throw Fault(start, $"expected a value after '{separator}'; quote one that is empty or begins with a blank");
        }

        CheckValue(value, start);
        _position = end;
        return (value, isPrefix);
    }

    /// <summary>Reads a value in quotes, and the <c>#</c> behind them that makes a prefix of it.</summary>
    private (string Value, bool IsPrefix) ReadQuotedValue(bool isInList, string separator)
    {
        int start = _position;
        char quote = _text[start];
        var value = new StringBuilder();
        for (_position++; ; _position++)
        {
            if (_position >= _end)
            {
                throw Fault(_end, string.Create(
                    CultureInfo.InvariantCulture,
                    $"expected {quote} to close the value that opens at position {start}"));
            }

            if (_text[_position] == quote)
            {
                _position++;
                if (_position >= _end || _text[_position] != quote)
                {
                    break;
                }
            }

            value.Append(_text[_position]);
        }

        bool isPrefix = _position < _end && _text[_position] == '#';
        if (isPrefix)
        {
            CheckPrefixAllowed(_position, separator);
            _position++;
        }

        if (_position < _end && !(isInList && char.IsWhiteSpace(_text[_position])))
        {
            throw Fault(_position, $"expected {(isInList ? "a blank or " : "")}the end after the quoted value");
        }

        CheckValue(value.ToString(), start);
        return (value.ToString(), isPrefix);
    }

    /// <summary>Where the condition's value opens with a quote; -1 when it does not.</summary>
    private int FindOpeningQuote()
    {
        int i = _position;
        while (i < _end && (KeyPath.IsNameCharacter(_text[i]) || _text[i] == '.'))
        {
            i++;
        }

        if (i < _end && _text[i] is '=' or ':')
        {
            i++;
        }
        else
        {
            int not = _text.IndexOf(NotSeparator, _position, i - _position, StringComparison.Ordinal);
            if (not < 0 || not + NotSeparator.Length != i)
            {
                return -1;
            }
        }

        return i < _end && _text[i] is '\'' or '"' ? i : -1;
    }

    private int FindBlank()
    {
        int i = _position;
        while (i < _end && !char.IsWhiteSpace(_text[i]))
        {
            i++;
        }

        return i;
    }

    private void SkipBlanks()
    {
        while (_position < _end && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }
    }

    private void CheckPrefixAllowed(int position, string separator)
    {
        if (separator != "=")
        {
            throw Fault(
                position, $"expected no prefix after '{separator}', only '=' takes one; \\# at the end is a literal #");
        }
    }

    private void CheckValue(string value, int start)
    {
        if (FilterText.FindFault(value, FilterLimits.MaxValueLength, "value") is { } fault)
        {
            throw Fault(start, fault);
        }
    }

    private FilterSyntaxException Fault(int position, string expected) => new(_text, position, expected);
}
