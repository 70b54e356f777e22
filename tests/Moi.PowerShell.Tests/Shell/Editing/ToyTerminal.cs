using System.Globalization;
using System.Text;
using Moi.Shell.Editing;

namespace Moi.PowerShell.Tests.Shell.Editing;

/// <summary>As much of a terminal as the line editor's view needs, with endless rows.</summary>
/// <param name="width">The width in cells.</param>
internal sealed class ToyTerminal(int width)
{
    private readonly List<StringBuilder> _rows = [new()];
    private int _row;
    private int _column;

    /// <summary>The rows, without blanks at their ends.</summary>
    public string[] Rows => [.. _rows.Select(row => string.Concat(row.ToString().Split('\0')).TrimEnd())];

    /// <summary>Where the cursor is.</summary>
    public (int Row, int Column) Cursor => (_row, _column);

    /// <summary>Receives what is sent.</summary>
    public void Send(string sent)
    {
        for (int i = 0; i < sent.Length; i++)
        {
            switch (sent[i])
            {
                case '\r':
                    _column = 0;
                    break;
                case '\n':
                    GoTo(_row + 1);
                    break;
                case '\e':
                    int end = sent.AsSpan(i).IndexOfAnyInRange('A', 'Z') + i;
                    Obey(sent[end], sent[(i + 2)..end]);
                    i = end;
                    break;
                default:
                    Rune rune = Rune.GetRuneAt(sent, i);
                    Put(rune);
                    i += rune.Utf16SequenceLength - 1;
                    break;
            }
        }
    }

    private void Obey(char command, string argument)
    {
        int count = argument.Length == 0 ? 1 : int.Parse(argument, CultureInfo.InvariantCulture);
        switch (command)
        {
            case 'A':
                GoTo(Math.Max(0, _row - count));
                break;
            case 'C':
                _column = Math.Min(width - 1, _column + count);
                break;
            case 'J':
                _rows[_row].Length = Math.Min(_rows[_row].Length, _column);
                _rows.RemoveRange(_row + 1, _rows.Count - _row - 1);
                break;
            default:
                throw new NotSupportedException($"\\e[{argument}{command}");
        }
    }

    // A wide character is kept with a NUL behind it, so that a row's length is its width.
    private void Put(Rune rune)
    {
        int cells = CellWidth.Of(rune);
        if (_column + cells > width)
        {
            GoTo(_row + 1);
            _column = 0;
        }

        StringBuilder row = _rows[_row];
        row.Length = Math.Max(row.Length, _column);
        row.Length = _column;
        row.Append(rune.ToString());
        row.Append('\0', cells - rune.Utf16SequenceLength);
        _column += cells;
    }

    private void GoTo(int row)
    {
        while (_rows.Count <= row)
        {
            _rows.Add(new());
        }

        _row = row;
    }
}
