namespace Moi.Shell.Editing;

/// <summary>The lines entered in this session, for the up and down keys.</summary>
internal sealed class LineHistory
{
    private const int Limit = 1000;

    private readonly List<string> _lines = [];
    private int _position;
    private string _draft = "";

    /// <summary>Adds a line at the end, unless it is blank or repeats the last one, and moves behind it.</summary>
    /// <param name="line">The line.</param>
    public void Add(string line)
    {
        if (!string.IsNullOrWhiteSpace(line) && (_lines.Count == 0 || _lines[^1] != line))
        {
            _lines.Add(line);
        }

        if (_lines.Count > Limit)
        {
            _lines.RemoveAt(0);
        }

        MoveToEnd();
    }

    /// <summary>Moves behind the last line.</summary>
    public void MoveToEnd()
    {
        _position = _lines.Count;
        _draft = "";
    }

    /// <summary>Moves to the line before.</summary>
    /// <param name="current">The text being edited, kept as the draft when it is not of the history.</param>
    /// <returns>The line, or <paramref name="current"/> at the beginning.</returns>
    public string Previous(string current)
    {
        if (_position == 0)
        {
            return current;
        }

        if (_position == _lines.Count)
        {
            _draft = current;
        }

        return _lines[--_position];
    }

    /// <summary>Moves to the line after.</summary>
    /// <param name="current">The text being edited.</param>
    /// <returns>The line; behind the last one, the draft; <paramref name="current"/> when there already.</returns>
    public string Next(string current)
    {
        if (_position == _lines.Count)
        {
            return current;
        }

        return ++_position == _lines.Count ? _draft : _lines[_position];
    }
}
