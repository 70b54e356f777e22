using Moi.Shell.Editing;

namespace Moi.Shell.Hosting;

/// <summary>Reads a line from a terminal with a line editor.</summary>
/// <param name="terminal">The terminal.</param>
internal sealed class LineReader(Terminal terminal)
{
    /// <summary>Reads until the editor says that it has ended.</summary>
    /// <param name="editor">The editor; its text is the result.</param>
    /// <param name="view">How the text is shown.</param>
    /// <param name="stop">Ends the wait for keys.</param>
    /// <returns>How the editing ended.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> came first.</exception>
    public EditorOutcome Read(LineEditor editor, EditorView view, CancellationToken stop)
    {
        using ControlCAsKey controlC = new();
        TextWriter output = terminal.Output;
        EditorOutcome outcome = EditorOutcome.Editing;
        output.Write(view.Draw(editor.Text, editor.Cursor, terminal.Width));
        while (outcome is EditorOutcome.Editing or EditorOutcome.ClearScreen)
        {
            outcome = editor.Handle(terminal.ReadKey(stop));
            if (outcome == EditorOutcome.ClearScreen)
            {
                output.Write(view.ClearScreen());
            }

            // Pasted text is drawn once, not once a character.
            if (outcome != EditorOutcome.Editing || !terminal.KeyAvailable)
            {
                bool ended = outcome is not (EditorOutcome.Editing or EditorOutcome.ClearScreen);
                output.Write(view.Draw(editor.Text, ended ? editor.Text.Length : editor.Cursor, terminal.Width));
            }
        }

        output.WriteLine(outcome == EditorOutcome.Cancelled ? "^C" : "");
        return outcome;
    }

    /// <summary>Reads without showing anything: for passwords.</summary>
    /// <param name="editor">The editor; its text is the result.</param>
    /// <param name="stop">Ends the wait for keys.</param>
    /// <returns>How the editing ended.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> came first.</exception>
    public EditorOutcome ReadHidden(LineEditor editor, CancellationToken stop)
    {
        using ControlCAsKey controlC = new();
        EditorOutcome outcome = EditorOutcome.Editing;
        while (outcome is EditorOutcome.Editing or EditorOutcome.ClearScreen)
        {
            outcome = editor.Handle(terminal.ReadKey(stop));
        }

        terminal.Questions.WriteLine();
        return outcome;
    }
}
