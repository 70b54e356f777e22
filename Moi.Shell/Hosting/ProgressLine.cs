using System.Management.Automation;
using Moi.Shell.Editing;

namespace Moi.Shell.Hosting;

/// <summary>Shows the latest progress as one line on a terminal's standard error, and takes it away again.</summary>
/// <param name="terminal">The terminal.</param>
internal sealed class ProgressLine(Terminal terminal)
{
    private readonly Lock _gate = new();
    private readonly bool _visible
        = terminal.ErrorIsTerminal && terminal.OutputIsTerminal && terminal.UnderstandsEscapes;

    private string _shown = "";

    /// <summary>Shows a record, or takes the line away when it says that it is completed.</summary>
    /// <param name="record">The record.</param>
    public void Show(ProgressRecord record)
    {
        if (!_visible)
        {
            return;
        }

        bool completed = record.RecordType == ProgressRecordType.Completed;
        string text = completed ? "" : Fit(Describe(record), terminal.Width - 1);
        lock (_gate)
        {
            if (text != _shown)
            {
                _shown = text;
                terminal.Error.Write($"\r\e[K{text}");
            }
        }
    }

    /// <summary>Takes the line away, because something else is written or the command has ended.</summary>
    public void Erase()
    {
        lock (_gate)
        {
            if (_shown.Length > 0)
            {
                _shown = "";
                terminal.Error.Write("\r\e[K");
            }
        }
    }

    private static string Describe(ProgressRecord record)
    {
        string percent = record.PercentComplete >= 0 ? $" {record.PercentComplete}%" : "";
        string left = record.SecondsRemaining >= 0 ? $", {record.SecondsRemaining} s left" : "";
        string operation = string.IsNullOrEmpty(record.CurrentOperation) ? "" : $" ({record.CurrentOperation})";
        return $"{record.Activity}: {record.StatusDescription}{percent}{left}{operation}".ReplaceLineEndings(" ");
    }

    private static string Fit(string text, int width)
    {
        while (CellWidth.Of(text) > width)
        {
            text = text[..^1];
        }

        return text;
    }
}
