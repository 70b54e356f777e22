using System.Globalization;
using System.Text;

namespace Moi.PowerShell.Recipes;

/// <summary>Finds the places for arguments in one text.</summary>
internal sealed class TemplateReader
{
    private readonly string _text;
    private readonly List<Piece> _pieces = [];
    private readonly StringBuilder _literal = new();
    private int _literalStart;
    private int _next;

    private TemplateReader(string text)
    {
        _text = text;
    }

    /// <summary>Reads a text.</summary>
    /// <exception cref="TemplateFaultException">A place for an argument is not written rightly.</exception>
    public static IReadOnlyList<Piece> Read(string text, Notation notation) => new TemplateReader(text).Read(notation);

    private List<Piece> Read(Notation notation)
    {
        if (notation == Notation.Percent && Notations.LongDollars().Match(_text) is { Success: true } other)
        {
            throw Fault(other.Index, "this recipe writes arguments as %1; it cannot have $(1) too");
        }

        while (_next < _text.Length)
        {
            switch (_text[_next])
            {
                case '%' when notation == Notation.Percent:
                    ReadPercents();
                    break;
                case '$' when notation == Notation.Dollar:
                    ReadDollars();
                    break;
                default:
                    Take(_text[_next]);
                    break;
            }
        }

        EndLiteral();
        return _pieces;
    }

    /// <summary>Of per cent signs before a digit two are one, and one that is left over begins an argument's place.</summary>
    private void ReadPercents()
    {
        int signs = CountOf('%');
        if (!IsArgument(_next + signs))
        {
            Keep(signs, signs);
            return;
        }

        Keep(signs / 2 * 2, signs / 2);
        if (signs % 2 == 0)
        {
            return;
        }

        int start = _next;
        int number = _text[_next + 1] - '0';
        _next += 2;
        TextOperation operation = TextOperation.None;
        if (_next < _text.Length && _text[_next] == '@')
        {
            operation = PercentOperation(start);
        }

        Insert(number, operation, Notation.Percent, start);
    }

    /// <summary>What is behind an <c>@</c>: an operation, or another <c>@</c> for the sign itself.</summary>
    private TextOperation PercentOperation(int start)
    {
        _next++;
        if (_next < _text.Length && _text[_next] == '@')
        {
            return TextOperation.None;
        }

        int end = EndOfWord(_next);
        string word = _text[_next..end];
        _next = end;
        return TextOperations.Find(word) ?? throw Fault(
            start, $"there is no '@{word}', only {Known("@")}; for the sign itself write @@");
    }

    private void ReadDollars()
    {
        int signs = CountOf('$');
        int after = _next + signs;
        char follower = after < _text.Length ? _text[after] : '\0';
        bool isLong = LongStartsAt(after - 1);
        bool isPlace = isLong || IsArgument(after);
        if (!isPlace && !(signs > 1 && (char.IsAsciiLetterOrDigit(follower) || follower is '_' or '{' or '(')))
        {
            Keep(signs, signs);
            return;
        }

        Keep(signs / 2 * 2, signs / 2);
        if (signs % 2 == 0)
        {
            return;
        }

        if (!isPlace)
        {
            Take('$');
        }
        else if (isLong)
        {
            ReadLongDollar();
        }
        else
        {
            int start = _next;
            _next += 2;
            Insert(_text[start + 1] - '0', TextOperation.None, Notation.Dollar, start);
        }
    }

    private void ReadLongDollar()
    {
        int start = _next;
        int end = _text.IndexOf(')', start);
        if (end < 0)
        {
            throw Fault(start, "there is no ')' to this '$('");
        }

        string[] parts = _text[(start + 2)..end].Split(':', 2);
        TextOperation operation = parts is [_, string word]
            ? TextOperations.Find(word) ?? throw Fault(start, $"there is no ':{word}', only {Known(":")}")
            : TextOperation.None;

        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > 99)
        {
            throw Fault(start, "arguments are counted from 1 to 99");
        }

        _next = end + 1;
        Insert(number, operation, Notation.Dollar, start);
    }

    private bool LongStartsAt(int index) => Notations.LongDollars().Match(_text, index) is { Success: true } match && match.Index == index;

    private bool IsArgument(int index) => index < _text.Length && _text[index] is >= '1' and <= '9';

    private int CountOf(char sign)
    {
        int end = _next;
        while (end < _text.Length && _text[end] == sign)
        {
            end++;
        }

        return end - _next;
    }

    private int EndOfWord(int index)
    {
        while (index < _text.Length && char.IsAsciiLetter(_text[index]))
        {
            index++;
        }

        return index;
    }

    /// <summary>Goes over some signs and keeps some of them.</summary>
    private void Keep(int over, int kept)
    {
        char sign = _text[_next];
        int end = _next + over;
        for (int i = 0; i < kept; i++)
        {
            Take(sign);
        }

        _next = end;
    }

    private void Take(char c)
    {
        if (_literal.Length == 0)
        {
            _literalStart = _next;
        }

        _literal.Append(c);
        _next++;
    }

    private void Insert(int number, TextOperation operation, Notation notation, int start)
    {
        EndLiteral();
        _pieces.Add(new Piece.Insert(number, operation, IsQuoted: false, notation, start));
    }

    private void EndLiteral()
    {
        if (_literal.Length > 0)
        {
            _pieces.Add(new Piece.Literal(_literal.ToString(), _literalStart));
            _literal.Clear();
        }
    }

    private static string Known(string mark) => string.Join(", ", TextOperations.Names.Select(name => mark + name));

    private TemplateFaultException Fault(int offset, string problem) => new(_text, offset, problem);
}
