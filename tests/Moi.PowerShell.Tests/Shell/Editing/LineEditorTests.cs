using CsCheck;
using Moi.Shell.Editing;

namespace Moi.PowerShell.Tests.Shell.Editing;

public sealed class LineEditorTests
{
    private readonly LineEditor _editor = new(new LineHistory(), CompleteGreek, text => text.EndsWith('{'));

    [Fact]
    public void Characters_go_in_at_the_cursor()
    {
        _editor.Type("ac");
        _editor.Press(ConsoleKey.LeftArrow);
        _editor.Type("b");

        Assert.Equal(("abc", 2), (_editor.Text, _editor.Cursor));
    }

    [Fact]
    public void Backspace_and_Delete_take_what_is_beside_the_cursor()
    {
        _editor.Type("abcd");
        _editor.Press(ConsoleKey.LeftArrow, ConsoleKey.LeftArrow, ConsoleKey.Backspace, ConsoleKey.Delete);

        Assert.Equal(("ad", 1), (_editor.Text, _editor.Cursor));
    }

    [Fact]
    public void A_character_of_many_parts_is_one_step()
    {
        _editor.Type("a\U0001F469\u200D\U0001F680e\u0301");
        _editor.Press(ConsoleKey.LeftArrow, ConsoleKey.Backspace);

        Assert.Equal(("ae\u0301", 1), (_editor.Text, _editor.Cursor));
    }

    [Fact]
    public void At_the_ends_nothing_moves_and_nothing_goes()
    {
        _editor.Type("a");
        _editor.Press(ConsoleKey.RightArrow, ConsoleKey.Delete);
        _editor.Press(ConsoleKey.Home, ConsoleKey.LeftArrow, ConsoleKey.Backspace);

        Assert.Equal(("a", 0), (_editor.Text, _editor.Cursor));
    }

    [Fact]
    public void Enter_enters_and_an_incomplete_text_gets_another_line()
    {
        Assert.Equal(EditorOutcome.Editing, _editor.Type("if {\n"));
        Assert.Equal(EditorOutcome.Accepted, _editor.Type("}\n"));
        Assert.Equal("if {\n}", _editor.Text);
    }

    [Fact]
    public void Home_End_and_their_control_keys_stay_in_the_line()
    {
        _editor.Type("one {\ntwo");
        _editor.Press(ConsoleKey.Home);
        Assert.Equal(6, _editor.Cursor);

        _editor.PressControl(ConsoleKey.E);
        _editor.PressControl(ConsoleKey.U);
        Assert.Equal("one {\n", _editor.Text);

        _editor.Press(ConsoleKey.LeftArrow, ConsoleKey.Home);
        _editor.PressControl(ConsoleKey.K);
        Assert.Equal(("\n", 0), (_editor.Text, _editor.Cursor));
    }

    [Fact]
    public void Words_are_passed_and_taken_whole()
    {
        _editor.Type("one two  three");
        _editor.PressControl(ConsoleKey.LeftArrow);
        _editor.PressControl(ConsoleKey.W);
        Assert.Equal(("one three", 4), (_editor.Text, _editor.Cursor));

        _editor.Press(ConsoleKey.Home);
        _editor.PressControl(ConsoleKey.RightArrow);
        Assert.Equal(4, _editor.Cursor);
    }

    [Fact]
    public void Up_and_Down_go_through_the_history_and_back_to_the_draft()
    {
        _editor.Type("first\n");
        _editor.Clear();
        _editor.Type("second\n");
        _editor.Clear();
        _editor.Type("draft");

        Assert.Equal(
            ["second", "first", "first", "second", "draft", "draft"],
            ((ConsoleKey[])[ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.UpArrow,
                ConsoleKey.DownArrow, ConsoleKey.DownArrow, ConsoleKey.DownArrow]).Select(TextAfter));
    }

    [Fact]
    public void The_history_leaves_out_blanks_and_repetitions()
    {
        foreach (string line in (string[])["a\n", "a\n", "  \n"])
        {
            _editor.Clear();
            _editor.Type(line);
        }

        _editor.Clear();

        Assert.Equal(["a", "a"], [TextAfter(ConsoleKey.UpArrow), TextAfter(ConsoleKey.UpArrow)]);
    }

    [Fact]
    public void Tab_steps_through_the_completions_and_round()
    {
        _editor.Type("x a y");
        _editor.Press(ConsoleKey.LeftArrow, ConsoleKey.LeftArrow);

        Assert.Equal(
            ["x alpha y", "x aleph y", "x alpha y"],
            Enumerable.Repeat(ConsoleKey.Tab, 3).Select(TextAfter));
        Assert.Equal(7, _editor.Cursor);

        _editor.Handle(Keys.ShiftTab);
        Assert.Equal("x aleph y", _editor.Text);
    }

    [Fact]
    public void Shift_Tab_begins_with_the_last_completion()
    {
        _editor.Type("a");
        _editor.Handle(Keys.ShiftTab);

        Assert.Equal("aleph", _editor.Text);
    }

    [Fact]
    public void Another_key_ends_the_completion_and_Tab_begins_anew()
    {
        _editor.Type("a");
        _editor.Press(ConsoleKey.Tab);
        _editor.Type(" a");
        _editor.Press(ConsoleKey.Tab);

        Assert.Equal("alpha alpha", _editor.Text);
    }

    [Fact]
    public void Tab_without_completions_changes_nothing()
    {
        _editor.Type("q");
        _editor.Press(ConsoleKey.Tab);

        Assert.Equal(("q", 1), (_editor.Text, _editor.Cursor));
    }

    [Fact]
    public void Control_C_gives_up_and_Control_D_ends_only_on_an_empty_line()
    {
        Assert.Equal(EditorOutcome.EndOfInput, _editor.PressControl(ConsoleKey.D));
        _editor.Type("ab");
        _editor.Press(ConsoleKey.Home);
        Assert.Equal(EditorOutcome.Editing, _editor.PressControl(ConsoleKey.D));
        Assert.Equal("b", _editor.Text);
        Assert.Equal(EditorOutcome.Cancelled, _editor.PressControl(ConsoleKey.C));
    }

    [Fact]
    public void An_answer_has_one_line_and_no_history()
    {
        LineEditor answers = LineEditor.ForAnswers();

        Assert.Equal(EditorOutcome.Accepted, answers.Type("if {\n"));
        Assert.Equal("if {", answers.Text);
    }

    [Fact]
    public void Whatever_keys_come_the_cursor_stays_on_a_boundary_of_the_text()
    {
        ConsoleKey[] named =
        [
            ConsoleKey.LeftArrow, ConsoleKey.RightArrow, ConsoleKey.Home, ConsoleKey.End, ConsoleKey.Backspace,
            ConsoleKey.Delete, ConsoleKey.UpArrow, ConsoleKey.DownArrow, ConsoleKey.Tab, ConsoleKey.Enter,
        ];
        ConsoleKey[] controlled =
        [
            ConsoleKey.A, ConsoleKey.E, ConsoleKey.U, ConsoleKey.K, ConsoleKey.W, ConsoleKey.D, ConsoleKey.LeftArrow,
            ConsoleKey.RightArrow,
        ];
        Gen<ConsoleKeyInfo> key = Gen.Frequency(
            (3, Gen.Char["a {日\u0301"].Select(Keys.Character)),
            (2, Gen.Int[0, named.Length - 1].Select(i => Keys.Key(named[i]))),
            (1, Gen.Int[0, controlled.Length - 1].Select(i => Keys.Control(controlled[i]))));

        key.Array[0, 60].Sample(keys =>
        {
            LineEditor editor = new(new LineHistory(), CompleteGreek, text => text.EndsWith('{'));
            foreach (ConsoleKeyInfo pressed in keys)
            {
                if (editor.Handle(pressed) == EditorOutcome.Accepted)
                {
                    editor.Clear();
                }

                Assert.InRange(editor.Cursor, 0, editor.Text.Length);
            }
        });
    }

    private static Completions CompleteGreek(string text, int cursor)
        => cursor > 0 && text[cursor - 1] == 'a'
            ? new Completions(cursor - 1, 1, ["alpha", "aleph"])
            : Completions.None;

    private string TextAfter(ConsoleKey key)
    {
        _editor.Press(key);
        return _editor.Text;
    }
}
