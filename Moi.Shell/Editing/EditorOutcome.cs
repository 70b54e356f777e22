namespace Moi.Shell.Editing;

/// <summary>What a key did to the line being edited.</summary>
internal enum EditorOutcome
{
    /// <summary>Editing goes on.</summary>
    Editing,

    /// <summary>Editing goes on; the screen is to be cleared first (Ctrl+L).</summary>
    ClearScreen,

    /// <summary>The text is entered.</summary>
    Accepted,

    /// <summary>The text is given up (Ctrl+C).</summary>
    Cancelled,

    /// <summary>There is no more input (Ctrl+D on an empty line).</summary>
    EndOfInput,
}
