using System.Globalization;

namespace Moi.Shell.Editing;

/// <summary>A text, a cursor in it and what keys do to them. Knows no terminal.</summary>
/// <param name="history">The lines for the up and down keys.</param>
/// <param name="complete">Finds completions for Tab.</param>
/// <param name="isIncomplete">Whether a text needs another line, so that Enter breaks it and does not enter it.</param>
internal sealed class LineEditor(
    LineHistory history,
    Func<string, int, Completions> complete,
    Predicate<string> isIncomplete)
{
    private readonly CompletionCycle _completion = new(complete);

    /// <summary>The text so far; lines are separated by <c>\n</c>.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The cursor: the number of characters before it.</summary>
    public int Cursor { get; private set; }

    /// <summary>Makes an editor for answers: without history, completion or second lines.</summary>
    /// <returns>The editor.</returns>
    public static LineEditor ForAnswers() => new(new LineHistory(), (_, _) => Completions.None, _ => false);

    /// <summary>Empties the text and moves behind the last line of the history.</summary>
    public void Clear()
    {
        Replace("", 0);
        history.MoveToEnd();
        _completion.Forget();
    }

    /// <summary>Does what a key asks for.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether editing goes on, and how.</returns>
    public EditorOutcome Handle(ConsoleKeyInfo key)
    {
        if (key.Key == ConsoleKey.Tab)
        {
            (Text, Cursor) = _completion.Step(Text, Cursor, key.Modifiers.HasFlag(ConsoleModifiers.Shift));
            return EditorOutcome.Editing;
        }

        _completion.Forget();
        return key.Modifiers.HasFlag(ConsoleModifiers.Control) ? HandleControl(key) : HandlePlain(key);
    }

    private EditorOutcome HandlePlain(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Enter:
                return Enter();
            case ConsoleKey.Backspace:
                Delete(Before(Cursor), Cursor);
                break;
            case ConsoleKey.Delete:
                Delete(Cursor, After(Cursor));
                break;
            case ConsoleKey.LeftArrow:
                Cursor = Before(Cursor);
                break;
            case ConsoleKey.RightArrow:
                Cursor = After(Cursor);
                break;
            case ConsoleKey.Home:
                Cursor = LineStart();
                break;
            case ConsoleKey.End:
                Cursor = LineEnd();
                break;
            case ConsoleKey.UpArrow:
                Recall(history.Previous(Text));
                break;
            case ConsoleKey.DownArrow:
                Recall(history.Next(Text));
                break;
            case ConsoleKey.Escape:
                Clear();
                break;
            default:
                Insert(key.KeyChar);
                break;
        }

        return EditorOutcome.Editing;
    }

    private EditorOutcome HandleControl(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.C:
                return EditorOutcome.Cancelled;
            case ConsoleKey.D when Text.Length == 0:
                return EditorOutcome.EndOfInput;
            case ConsoleKey.L:
                return EditorOutcome.ClearScreen;
            case ConsoleKey.D:
                Delete(Cursor, After(Cursor));
                break;
            case ConsoleKey.A:
                Cursor = LineStart();
                break;
            case ConsoleKey.E:
                Cursor = LineEnd();
                break;
            case ConsoleKey.U:
                Delete(LineStart(), Cursor);
                break;
            case ConsoleKey.K:
                Delete(Cursor, LineEnd());
                break;
            case ConsoleKey.W or ConsoleKey.Backspace:
                Delete(WordBefore(), Cursor);
                break;
            case ConsoleKey.LeftArrow:
                Cursor = WordBefore();
                break;
            case ConsoleKey.RightArrow:
                Cursor = WordAfter();
                break;
            case ConsoleKey.Enter or ConsoleKey.J or ConsoleKey.M:
                return Enter();
            default:
                // AltGr is Control and Alt, and types characters.
                if (key.Modifiers.HasFlag(ConsoleModifiers.Alt))
                {
                    Insert(key.KeyChar);
                }

                break;
        }

        return EditorOutcome.Editing;
    }

    private EditorOutcome Enter()
    {
        if (isIncomplete(Text))
        {
            Cursor = Text.Length;
            Replace(Text + '\n', Text.Length + 1);
            return EditorOutcome.Editing;
        }

        history.Add(Text);
        return EditorOutcome.Accepted;
    }

    private void Insert(char character)
    {
        if (!char.IsControl(character))
        {
            Replace(Text.Insert(Cursor, character.ToString()), Cursor + 1);
        }
    }

    private void Delete(int start, int end) => Replace(Text.Remove(start, end - start), start);

    private void Recall(string text) => Replace(text, text.Length);

    private void Replace(string text, int cursor) => (Text, Cursor) = (text, cursor);

    private int After(int position)
        => position + StringInfo.GetNextTextElementLength(Text.AsSpan(position));

    private int Before(int position)
    {
        int before = 0;
        for (int next = 0; next < position; next = After(next))
        {
            before = next;
        }

        return before;
    }

    private int LineStart() => Cursor == 0 ? 0 : Text.LastIndexOf('\n', Cursor - 1) + 1;

    private int LineEnd() => Text.IndexOf('\n', Cursor) is >= 0 and int end ? end : Text.Length;

    private int WordBefore()
    {
        int position = Cursor;
        while (position > 0 && char.IsWhiteSpace(Text[position - 1]))
        {
            position--;
        }

        while (position > 0 && !char.IsWhiteSpace(Text[position - 1]))
        {
            position--;
        }

        return position;
    }

    private int WordAfter()
    {
        int position = Cursor;
        while (position < Text.Length && !char.IsWhiteSpace(Text[position]))
        {
            position++;
        }

        while (position < Text.Length && char.IsWhiteSpace(Text[position]))
        {
            position++;
        }

        return position;
    }
}
