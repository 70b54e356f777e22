namespace Moi.PowerShell.Recipes;

/// <summary>
/// Sees to it that arguments in a command are single words for the remote's <c>/bin/sh</c>, whatever is in them. A value
/// goes in quoted where the command itself is not; where that cannot be told for certain, or the value might become code for
/// another program, the text is refused.
/// </summary>
internal sealed class ShellQuoting
{
    private readonly string _text;
    private readonly List<Symbol> _symbols = [];
    private readonly List<Symbol> _result = [];
    private readonly Stack<Context> _contexts = new();
    private string? _unsure;
    private int _next;

    private ShellQuoting(string text, IReadOnlyList<Piece> pieces)
    {
        _text = text;
        foreach (Piece piece in pieces)
        {
            if (piece is Piece.Literal literal)
            {
                _symbols.AddRange(literal.Text.Select((c, i) => new Symbol(c, null, literal.Offset + i)));
            }
            else
            {
                _symbols.Add(new Symbol('\0', (Piece.Insert)piece, piece.Offset));
            }
        }
    }

    private enum Context
    {
        /// <summary>Inside <c>$( )</c>.</summary>
        Substitution,

        /// <summary>Inside a <c>( )</c> of a command.</summary>
        Parenthesis,

        DoubleQuotes,

        SingleQuotes,

        Backticks,

        /// <summary>Inside <c>${ }</c>.</summary>
        Braces,

        /// <summary>Inside <c>$(( ))</c>.</summary>
        Arithmetic,

        Comment,
    }

    /// <summary>Marks each argument's place in a command as quoted.</summary>
    /// <exception cref="TemplateFaultException">An argument stands where it cannot be quoted; the message says what to write.</exception>
    public static IReadOnlyList<Piece> Apply(string text, IReadOnlyList<Piece> pieces) => pieces.Any(piece => piece is Piece.Insert)
        ? new ShellQuoting(text, pieces).Apply()
        : pieces;

    private List<Piece> Apply()
    {
        while (_next < _symbols.Count)
        {
            Symbol symbol = _symbols[_next];
            if (symbol.Insert is { } insert)
            {
                _result.Add(symbol with { Insert = Placed(insert) });
                _next++;
            }
            else if (!TakePlainWordInQuotes(symbol.Character))
            {
                Follow(symbol.Character);
                _result.Add(_symbols[_next++]);
            }
        }

        return Pieces();
    }

    /// <summary>
    /// <c>'%1'</c> and <c>"/opt/%1.d"</c>: quotes around nothing but a plain word are put by whoever fears for blanks, and
    /// are done without.
    /// </summary>
    private bool TakePlainWordInQuotes(char quote)
    {
        if (quote is not ('\'' or '"') || !IsCommand || Before is '\\' or '$')
        {
            return false;
        }

        int end = _next + 1;
        while (end < _symbols.Count && IsPlain(_symbols[end]))
        {
            end++;
        }

        bool isPlainWord = end < _symbols.Count && _symbols[end] is { Insert: null } last && last.Character == quote;
        if (!isPlainWord || !_symbols[_next..end].Exists(symbol => symbol.Insert is not null))
        {
            return false;
        }

        foreach (Symbol symbol in _symbols[(_next + 1)..end])
        {
            _result.Add(symbol.Insert is null ? symbol : symbol with { Insert = Placed(symbol.Insert) });
        }

        _next = end + 1;
        return true;
    }

    private Piece.Insert Placed(Piece.Insert insert)
    {
        if (insert.Operation == TextOperation.Raw)
        {
            _unsure ??= "after a value that is raw";
            return insert;
        }

        string? problem = _unsure is not null ? $"{insert.Written} stands {_unsure}, where nobody can tell how to quote it"
            : !IsCommand ? $"{insert.Written} stands in {Describe(_contexts.Peek())}, where its value might become code"
            : Before switch
            {
                '\\' => $"{insert.Written} stands behind a backslash; leave that out",
                '$' => $"{insert.Written} stands behind a '$', and would name a variable",
                '~' => $"{insert.Written} stands behind a '~', and would name a user",
                _ => null,
            };
        return problem is null
            ? insert with { IsQuoted = true }
            : throw new TemplateFaultException(
                _text,
                insert.Offset,
                $"{problem}; values are quoted by themselves: put it outside, as a word of its own, or write {insert.AsRaw} if the value is meant to be code");
    }

    /// <summary>Keeps count of where in a command the next character stands.</summary>
    private void Follow(char c)
    {
        switch (_contexts.TryPeek(out Context context) ? context : null as Context?)
        {
            case Context.SingleQuotes:
                PopIf(c == '\'');
                break;
            case Context.Comment:
                PopIf(c == '\n');
                break;
            case Context.DoubleQuotes:
                FollowInDoubleQuotes(c);
                break;
            case Context.Backticks:
                UnsureIf(c is '\'' or '"' or '\\', "behind quotes inside backticks");
                PopIf(c == '`');
                break;
            case Context.Braces:
                UnsureIf(c is '\'' or '"' or '\\' or '`' or '$' or '{', "behind an involved ${...}");
                PopIf(c == '}');
                break;
            case Context.Arithmetic:
                UnsureIf(c is '\'' or '"' or '\\' or '`' or '$' or '(', "behind an involved $((...))");
                if (c == ')' && Upcoming == ')')
                {
                    Skip();
                    _contexts.Pop();
                }

                break;
            default:
                FollowInCommand(c);
                break;
        }
    }

    private void FollowInDoubleQuotes(char c)
    {
        switch (c)
        {
            case '"':
                _contexts.Pop();
                break;
            case '\\' when Upcoming is not null:
                Skip();
                break;
            case '`':
                _contexts.Push(Context.Backticks);
                break;
            case '$':
                FollowDollar();
                break;
        }
    }

    private void FollowInCommand(char c)
    {
        switch (c)
        {
            case '\\' when Upcoming is not null:
                Skip();
                break;
            case '\'':
                _contexts.Push(Context.SingleQuotes);
                break;
            case '"':
                _contexts.Push(Context.DoubleQuotes);
                break;
            case '`':
                _contexts.Push(Context.Backticks);
                break;
            case '#' when Before is null or ' ' or '\t' or '\n' or ';' or '|' or '&' or '(' or ')' or '<' or '>':
                _contexts.Push(Context.Comment);
                break;
            case '<' when Upcoming == '<':
                _unsure ??= "behind '<<'";
                break;
            case '(' when _contexts.Count > 0:
                _contexts.Push(Context.Parenthesis);
                break;
            case ')' when _contexts.Count > 0:
                _contexts.Pop();
                break;
            case 'c' when _contexts.Count > 0 && FollowsText("case"):
                _unsure ??= "behind a 'case' inside $(...)";
                break;
            case '$':
                UnsureIf(Upcoming is '\'' or '"', "behind quotes that begin with '$'");
                FollowDollar();
                break;
        }
    }

    private void FollowDollar()
    {
        if (Upcoming == '{')
        {
            Skip();
            _contexts.Push(Context.Braces);
        }
        else if (Upcoming == '(')
        {
            Skip();
            if (Upcoming == '(')
            {
                Skip();
                _contexts.Push(Context.Arithmetic);
            }
            else
            {
                _contexts.Push(Context.Substitution);
            }
        }
    }

    private bool IsCommand => !_contexts.TryPeek(out Context context) || context is Context.Substitution or Context.Parenthesis;

    /// <summary>The character before this one; null at the start, U+FFFF for an argument.</summary>
    private char? Before => _next == 0 ? null : _symbols[_next - 1] is { Insert: null } symbol && !IsEscaped(_next - 1) ? symbol.Character : '\uFFFF';

    private char? Upcoming => _next + 1 < _symbols.Count && _symbols[_next + 1].Insert is null ? _symbols[_next + 1].Character : null;

    private bool IsEscaped(int index)
    {
        int backslashes = 0;
        while (index - backslashes > 0 && _symbols[index - backslashes - 1] is { Insert: null, Character: '\\' })
        {
            backslashes++;
        }

        return backslashes % 2 == 1;
    }

    private bool FollowsText(string word) => word.Length <= _symbols.Count - _next
        && word.Select((c, i) => _symbols[_next + i] is { Insert: null } symbol && symbol.Character == c).All(same => same);

    private void PopIf(bool ends)
    {
        if (ends)
        {
            _contexts.Pop();
        }
    }

    private void UnsureIf(bool isSo, string where)
    {
        if (isSo)
        {
            _unsure ??= where;
        }
    }

    private void Skip() => _result.Add(_symbols[_next++]);

    private List<Piece> Pieces()
    {
        List<Piece> pieces = [];
        List<char> literal = [];
        foreach (Symbol symbol in _result.Append(new Symbol('\0', null, -1)))
        {
            if (symbol is { Insert: null, Offset: >= 0 })
            {
                literal.Add(symbol.Character);
                continue;
            }

            if (literal.Count > 0)
            {
                pieces.Add(new Piece.Literal(new string([.. literal]), 0));
                literal.Clear();
            }

            if (symbol.Insert is { } insert)
            {
                pieces.Add(insert);
            }
        }

        return pieces;
    }

    private static bool IsPlain(Symbol symbol) =>
        symbol.Insert is { Operation: not TextOperation.Raw } || (symbol.Insert is null && RecipeText.IsPlain(symbol.Character));

    private static string Describe(Context context) => context switch
    {
        Context.Backticks => "backticks",
        Context.Braces => "${...}",
        Context.Arithmetic => "$((...))",
        Context.Comment => "a comment",
        _ => "quotes that hold more than a plain word",
    };

    private readonly record struct Symbol(char Character, Piece.Insert? Insert, int Offset);
}
