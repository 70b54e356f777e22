namespace Moi.Daemon.Trust;

/// <summary>
/// A command that an operator may run: an exact text, in which each <c>*</c> stands for one word. A word is made of letters, digits
/// and <c>_ . / : = @ % + , -</c>, and does not begin with <c>-</c> where the <c>*</c> begins a word of the pattern; so
/// nothing that it stands for means anything to the shell, or is taken for an option. Nor does it lead a path upwards: a <c>..</c> at
/// the end of a part of a path has to stand in the pattern.
/// </summary>
internal sealed class CommandPattern
{
    private const int LongestCommand = 4096;

    private readonly string _text;

    public CommandPattern(string text)
    {
        _text = text;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    /// <summary>Whether it allows this command.</summary>
    public bool Allows(string command)
    {
        if (!_text.Contains('*', StringComparison.Ordinal))
        {
            return command == _text;
        }

        if (command.Length > LongestCommand || Climbs(command) > Climbs(_text))
        {
            return false;
        }

        // All ways to match at once: where the pattern may stand, and within which of its stars.
        bool[] at = new bool[_text.Length + 1];
        bool[] inside = new bool[_text.Length];
        at[0] = true;
        foreach (char c in command)
        {
            (at, inside) = Step(at, inside, c);
        }

        return at[^1];
    }

    /// <summary>
    /// How many parts of paths end with <c>..</c>. A command has at least those of its pattern; any more come from its stars.
    /// </summary>
    private static int Climbs(string text)
    {
        int count = 0;
        for (int i = text.IndexOf("..", StringComparison.Ordinal); i >= 0; i = text.IndexOf("..", i + 1, StringComparison.Ordinal))
        {
            count += i + 2 == text.Length || " /:=,".Contains(text[i + 2], StringComparison.Ordinal) ? 1 : 0;
        }

        return count;
    }

    private (bool[] At, bool[] Inside) Step(bool[] at, bool[] inside, char c)
    {
        bool[] nextAt = new bool[at.Length];
        bool[] nextInside = new bool[inside.Length];
        for (int i = 0; i < _text.Length; i++)
        {
            if (_text[i] != '*')
            {
                nextAt[i + 1] |= at[i] && _text[i] == c;
            }
            else if ((inside[i] && IsOfAWord(c)) || (at[i] && IsOfAWord(c) && (c != '-' || !BeginsAWord(i))))
            {
                nextInside[i] = true;
                nextAt[i + 1] = true;
            }
        }

        return (nextAt, nextInside);
    }

    private bool BeginsAWord(int star) => star == 0 || _text[star - 1] == ' ';

    private static bool IsOfAWord(char c) => char.IsAsciiLetterOrDigit(c) || "_./:=@%+,-".Contains(c, StringComparison.Ordinal);
}
