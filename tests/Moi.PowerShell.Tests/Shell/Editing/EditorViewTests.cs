using CsCheck;
using Moi.Shell.Editing;

namespace Moi.PowerShell.Tests.Shell.Editing;

public sealed class EditorViewTests
{
    private const int Width = 12;

    private readonly EditorView _view = new("p> ", ": ");
    private readonly ToyTerminal _terminal = new(Width);

    [Fact]
    public void A_text_stands_behind_the_prompt_with_the_cursor_in_it()
    {
        Draw("abc", 1);

        Assert.Equal(["p> abc"], _terminal.Rows);
        Assert.Equal((0, 4), _terminal.Cursor);
    }

    [Fact]
    public void A_shorter_text_leaves_nothing_of_a_longer_one()
    {
        Draw("a text over more than two rows", 3);
        Draw("b", 1);

        Assert.Equal(["p> b"], _terminal.Rows);
    }

    [Fact]
    public void A_text_that_fills_its_row_has_the_cursor_on_the_next()
    {
        Draw("123456789", 9);

        Assert.Equal(["p> 123456789", ""], _terminal.Rows);
        Assert.Equal((1, 0), _terminal.Cursor);
    }

    [Fact]
    public void Further_lines_stand_behind_the_continuation()
    {
        Draw("if {\nx", 5);

        Assert.Equal(["p> if {", ": x"], _terminal.Rows);
        Assert.Equal((1, 2), _terminal.Cursor);
    }

    [Fact]
    public void A_wide_character_that_does_not_fit_goes_to_the_next_row()
    {
        Draw("12345678日x", 9);

        Assert.Equal(["p> 12345678", "日x"], _terminal.Rows);
        Assert.Equal((1, 2), _terminal.Cursor);
    }

    [Fact]
    public void However_a_text_was_drawn_before_it_looks_as_if_drawn_at_once()
    {
        Gen<(string Text, int Cursor)> state = Gen.Char["ab日\n"].Array[0, 40]
            .Select(Gen.Int[0, 40], (text, cursor) => (new string(text), Math.Min(cursor, text.Length)));

        state.Array[1, 8].Sample(states =>
        {
            EditorView view = new("p> ", ": ");
            ToyTerminal terminal = new(Width);
            foreach ((string text, int cursor) in states)
            {
                terminal.Send(view.Draw(text, cursor, Width));
            }

            ToyTerminal fresh = new(Width);
            fresh.Send(new EditorView("p> ", ": ").Draw(states[^1].Text, states[^1].Cursor, Width));
            Assert.Equal(fresh.Rows, terminal.Rows);
            Assert.Equal(fresh.Cursor, terminal.Cursor);
        });
    }

    private void Draw(string text, int cursor) => _terminal.Send(_view.Draw(text, cursor, Width));
}
