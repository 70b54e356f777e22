using System.Management.Automation;
using Moi.Shell.Hosting;

namespace Moi.Shell;

/// <summary>
/// Follows the error about a missing command with a hint, when pwsh would have had the command. The engine swallows
/// what its command-not-found event throws, so the hint cannot be in the error itself.
/// </summary>
internal sealed class MissingCommandHint
{
    private readonly ShellHostUI _ui;
    private readonly HashSet<string> _missing = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _reported = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Starts to watch a session for missing commands and for the errors shown about them.</summary>
    /// <param name="commands">The session's commands.</param>
    /// <param name="ui">Where errors are shown.</param>
    public MissingCommandHint(CommandInvocationIntrinsics commands, ShellHostUI ui)
    {
        _ui = ui;
        commands.CommandNotFoundAction = (_, missing) => NoteMissing(missing.CommandName);
        ui.ErrorWritten = NoteError;
    }

    /// <summary>At the end of a command: gives a hint on each missing command that an error was shown for.</summary>
    public void Give()
    {
        string[] names = [.. _reported];
        _missing.Clear();
        _reported.Clear();
        if (names.Length > 0)
        {
            string comes = names.Length == 1 ? "comes" : "come";
            _ui.WriteErrorLine(
                $"{string.Join(", ", names)} {comes} with PowerShell itself (pwsh), which this small shell is not.");
        }
    }

    private void NoteMissing(string name)
    {
        if (PwshOnlyCommands.Contains(name))
        {
            _missing.Add(name);
        }
    }

    private void NoteError(string text)
        => _reported.UnionWith(_missing.Where(name => text.Contains(name, StringComparison.OrdinalIgnoreCase)));
}
