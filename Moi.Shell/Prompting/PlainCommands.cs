using Moi.Shell.Hosting;

namespace Moi.Shell.Prompting;

/// <summary>Commands read line by line as the system gives them: redirected, or typed without editing.</summary>
/// <param name="terminal">The standard streams.</param>
internal sealed class PlainCommands(Terminal terminal) : ICommandSource
{
    /// <inheritdoc/>
    public string? Next()
    {
        string? text = ReadLine(PromptLoop.Prompt);
        while (text is not null && Statement.IsIncomplete(text) && ReadLine(PromptLoop.Continuation) is { } line)
        {
            text += '\n' + line;
        }

        return text;
    }

    private string? ReadLine(string prompt)
    {
        if (terminal.InputIsTerminal)
        {
            terminal.Questions.Write(prompt);
        }

        return terminal.ReadLine(CancellationToken.None);
    }
}
