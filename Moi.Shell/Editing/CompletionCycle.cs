namespace Moi.Shell.Editing;

/// <summary>The completions of a text at a place.</summary>
/// <param name="Start">Where the replaced part begins.</param>
/// <param name="Length">The length of the replaced part.</param>
/// <param name="Texts">What can stand there.</param>
internal sealed record Completions(int Start, int Length, IReadOnlyList<string> Texts)
{
    /// <summary>No completions.</summary>
    public static Completions None { get; } = new(0, 0, []);
}

/// <summary>Steps through the completions of one place, as Tab is pressed again and again.</summary>
/// <param name="complete">Finds the completions of a text at a cursor position.</param>
internal sealed class CompletionCycle(Func<string, int, Completions> complete)
{
    private Completions _found = Completions.None;
    private string _original = "";
    private int _index;
    private bool _active;

    /// <summary>Ends the cycle: the next step looks for completions anew.</summary>
    public void Forget() => _active = false;

    /// <summary>Takes one step.</summary>
    /// <param name="text">The text being edited.</param>
    /// <param name="cursor">The cursor in it.</param>
    /// <param name="backwards">Whether to step to the completion before.</param>
    /// <returns>The text and cursor to show; those given when nothing completes them.</returns>
    public (string Text, int Cursor) Step(string text, int cursor, bool backwards)
    {
        if (!_active)
        {
            _found = complete(text, cursor);
            _original = text;
            _index = backwards ? 0 : -1;
            _active = true;
        }

        int count = _found.Texts.Count;
        if (count == 0)
        {
            return (text, cursor);
        }

        _index = (_index + (backwards ? count - 1 : 1)) % count;
        string completion = _found.Texts[_index];
        string completed = _original.Remove(_found.Start, _found.Length).Insert(_found.Start, completion);
        return (completed, _found.Start + completion.Length);
    }
}
