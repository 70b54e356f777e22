using System.Globalization;
using System.Text;

namespace Moi.Shell.Editing;

/// <summary>
/// Turns a prompt and the edited text into what a terminal has to be sent. Uses relative movement only, so it need not
/// ask the terminal where its cursor is.
/// </summary>
/// <param name="prompt">What stands before the first line.</param>
/// <param name="continuation">What stands before each further line.</param>
internal sealed class EditorView(string prompt, string continuation)
{
    private int _cursorRow;

    /// <summary>Draws the text over what was drawn before.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cursor">The cursor in it.</param>
    /// <param name="width">The width of the terminal in cells.</param>
    /// <returns>What to send.</returns>
    public string Draw(string text, int cursor, int width)
    {
        StringBuilder drawn = new();
        Up(drawn, _cursorRow);
        drawn.Append("\r\e[J").Append(prompt);
        Place place = new Place(0, 0, width).After(prompt);
        Place cursorPlace = place;

        for (int i = 0; i < text.Length;)
        {
            int length = StringInfo.GetNextTextElementLength(text.AsSpan(i));
            ReadOnlySpan<char> element = text.AsSpan(i, length);
            if (element is "\n")
            {
                drawn.Append("\r\n").Append(continuation);
                place = new Place(place.Row + 1, 0, width).After(continuation);
            }
            else
            {
                drawn.Append(element);
                place = place.After(element);
            }

            i += length;
            cursorPlace = i <= cursor ? place : cursorPlace;
        }

        if (place.Column == width)
        {
            // A terminal leaves its cursor on a full row until something follows; make the next row real.
            drawn.Append("\r\n");
            place = place.NextRow();
        }

        cursorPlace = cursorPlace.Column == width ? cursorPlace.NextRow() : cursorPlace;
        Up(drawn, place.Row - cursorPlace.Row);
        drawn.Append('\r');
        if (cursorPlace.Column > 0)
        {
            drawn.Append(CultureInfo.InvariantCulture, $"\e[{cursorPlace.Column}C");
        }

        _cursorRow = cursorPlace.Row;
        return drawn.ToString();
    }

    /// <summary>Clears the screen; the next drawing starts at its top.</summary>
    /// <returns>What to send.</returns>
    public string ClearScreen()
    {
        _cursorRow = 0;
        return "\e[H\e[2J";
    }

    private static void Up(StringBuilder drawn, int rows)
    {
        if (rows > 0)
        {
            drawn.Append(CultureInfo.InvariantCulture, $"\e[{rows}A");
        }
    }

    private readonly record struct Place(int Row, int Column, int Width)
    {
        public Place NextRow() => this with { Row = Row + 1, Column = 0 };

        public Place After(ReadOnlySpan<char> text)
        {
            Place place = this;
            foreach (Rune rune in text.EnumerateRunes())
            {
                int cells = CellWidth.Of(rune);
                place = place.Column + cells > Width
                    ? place with { Row = place.Row + 1, Column = cells }
                    : place with { Column = place.Column + cells };
            }

            return place;
        }
    }
}
