using Moi.Shell.Editing;
using Moi.Shell.Hosting;

namespace Moi.Shell.Prompting;

/// <summary>Commands typed at a terminal, with line editing, history and completion.</summary>
/// <param name="terminal">The terminal.</param>
/// <param name="complete">Finds completions for Tab.</param>
internal sealed class EditedCommands(Terminal terminal, Func<string, int, Completions> complete) : ICommandSource
{
    private readonly LineReader _reader = new(terminal);
    private readonly LineEditor _editor = new(new LineHistory(), complete, Statement.IsIncomplete);

    /// <inheritdoc/>
    public string? Next()
    {
        _editor.Clear();
        EditorView view = new(PromptLoop.Prompt, PromptLoop.Continuation);
        return _reader.Read(_editor, view, CancellationToken.None) switch
        {
            EditorOutcome.Accepted => _editor.Text,
            EditorOutcome.EndOfInput => null,
            _ => "",
        };
    }
}
