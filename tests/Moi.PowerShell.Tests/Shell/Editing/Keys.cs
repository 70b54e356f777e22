using Moi.Shell.Editing;

namespace Moi.PowerShell.Tests.Shell.Editing;

/// <summary>Keys as a terminal gives them.</summary>
internal static class Keys
{
    /// <summary>A key without a character.</summary>
    public static ConsoleKeyInfo Key(ConsoleKey key) => new('\0', key, shift: false, alt: false, control: false);

    /// <summary>A key with Control.</summary>
    public static ConsoleKeyInfo Control(ConsoleKey key) => new('\0', key, shift: false, alt: false, control: true);

    /// <summary>Shift and Tab.</summary>
    public static ConsoleKeyInfo ShiftTab { get; } = new('\t', ConsoleKey.Tab, shift: true, alt: false, control: false);

    /// <summary>A character.</summary>
    public static ConsoleKeyInfo Character(char character)
        => new(character, 0, shift: false, alt: false, control: false);

    /// <summary>Types a text, a line break being Enter.</summary>
    /// <returns>What the last key did.</returns>
    public static EditorOutcome Type(this LineEditor editor, string text)
    {
        EditorOutcome outcome = EditorOutcome.Editing;
        foreach (char character in text)
        {
            outcome = editor.Handle(character == '\n' ? Key(ConsoleKey.Enter) : Character(character));
        }

        return outcome;
    }

    /// <summary>Presses keys.</summary>
    /// <returns>What the last key did.</returns>
    public static EditorOutcome Press(this LineEditor editor, params ConsoleKey[] keys)
    {
        EditorOutcome outcome = EditorOutcome.Editing;
        foreach (ConsoleKey key in keys)
        {
            outcome = editor.Handle(Key(key));
        }

        return outcome;
    }

    /// <summary>Presses a key with Control.</summary>
    /// <returns>What it did.</returns>
    public static EditorOutcome PressControl(this LineEditor editor, ConsoleKey key) => editor.Handle(Control(key));
}
