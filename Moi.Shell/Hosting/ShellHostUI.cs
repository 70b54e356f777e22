using System.Management.Automation;
using System.Management.Automation.Host;

namespace Moi.Shell.Hosting;

/// <summary>Writes what the engine has to say: errors to standard error, all else to standard output.</summary>
internal sealed partial class ShellHostUI : PSHostUserInterface
{
    private readonly Terminal _terminal;
    private readonly ProgressLine _progress;

    /// <summary>Makes the user interface.</summary>
    /// <param name="terminal">The standard streams.</param>
    /// <param name="nonInteractive">Whether questions are errors.</param>
    public ShellHostUI(Terminal terminal, bool nonInteractive)
    {
        _terminal = terminal;
        _nonInteractive = nonInteractive;
        _progress = new ProgressLine(terminal);
        RawUI = new ShellRawUI(terminal);
        PSStyle.Instance.OutputRendering = terminal.UsesColour ? OutputRendering.Host : OutputRendering.PlainText;
    }

    /// <summary>Whether what the engine writes now is the text of an error, and goes to standard error.</summary>
    public bool WritesError { get; set; }

    /// <summary>Called with each piece of text that is written to standard error.</summary>
    public Action<string>? ErrorWritten { get; set; }

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI { get; }

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => _terminal.UsesColour;

    /// <inheritdoc/>
    public override void Write(string value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        if (WritesError)
        {
            WriteError(value);
            return;
        }

        _progress.Erase();
        _terminal.Output.Write(GetOutputString(value, SupportsVirtualTerminal));
    }

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
        => Write(Coloured(foregroundColor, backgroundColor, value));

    /// <inheritdoc/>
    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    /// <inheritdoc/>
    public override void WriteErrorLine(string value) => WriteError(value + Environment.NewLine);

    /// <inheritdoc/>
    public override void WriteWarningLine(string message)
        => WriteMessage(PSStyle.Instance.Formatting.Warning, "WARNING", message);

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message)
        => WriteMessage(PSStyle.Instance.Formatting.Verbose, "VERBOSE", message);

    /// <inheritdoc/>
    public override void WriteDebugLine(string message)
        => WriteMessage(PSStyle.Instance.Formatting.Debug, "DEBUG", message);

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record) => _progress.Show(record);

    /// <summary>Takes the progress line away; a command that was stopped leaves one.</summary>
    public void EraseProgress() => _progress.Erase();

    private void WriteMessage(string style, string kind, string message)
        => WriteLine($"{style}{kind}: {message}{PSStyle.Instance.Reset}");

    private void WriteError(string text)
    {
        _progress.Erase();
        _terminal.Error.Write(GetOutputString(text, SupportsVirtualTerminal && _terminal.ErrorIsTerminal));
        ErrorWritten?.Invoke(text);
    }

    // A colour that is the terminal's own is no colour to set: Write-Host passes those of the raw UI.
    private string Coloured(ConsoleColor foreground, ConsoleColor background, string value)
    {
        string text = foreground == RawUI.ForegroundColor ? "" : PSStyle.MapForegroundColorToEscapeSequence(foreground);
        text += background == RawUI.BackgroundColor ? "" : PSStyle.MapBackgroundColorToEscapeSequence(background);
        return text.Length == 0 ? value : text + value + PSStyle.Instance.Reset;
    }
}
