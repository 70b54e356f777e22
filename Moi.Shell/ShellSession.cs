using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Moi.Shell.Editing;
using Moi.Shell.Hosting;

namespace Moi.Shell;

/// <summary>How a command ended.</summary>
internal enum RunOutcome
{
    /// <summary>It ran to its end, and <c>$?</c>, where it counts, is true.</summary>
    Succeeded,

    /// <summary>A terminating error, which has been shown, ended it; or <c>$?</c> is false.</summary>
    Failed,

    /// <summary>It was stopped.</summary>
    Stopped,
}

/// <summary>A runspace and the commands run in it, one at a time; it can be stopped from any thread.</summary>
internal sealed class ShellSession : IDisposable
{
    private readonly Runspace _runspace;
    private readonly ShellHost _host;
    private readonly MissingCommandHint _hint;
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _idle = new(initialState: true);
    private PowerShell? _running;
    private CancellationTokenSource? _stopping;
    private bool _closed;

    /// <summary>Opens a runspace with what System.Management.Automation alone can bring.</summary>
    /// <param name="host">The host.</param>
    public ShellSession(ShellHost host)
    {
        _host = host;
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.ReuseThread;
        _runspace = RunspaceFactory.CreateRunspace(host, state);
        _runspace.Open();
        _hint = new MissingCommandHint(_runspace.SessionStateProxy.InvokeCommand, host.ShellUI);
    }

    /// <summary>The code of the <c>exit</c> that was run, or null as long as none was.</summary>
    public int? RequestedExitCode => _host.RequestedExitCode;

    /// <summary>Runs a text that the user gave: it enters the history, and <c>$?</c> counts.</summary>
    /// <param name="script">The text.</param>
    /// <returns>How it ended; Stopped at once after <see cref="Close"/>.</returns>
    public RunOutcome Run(string script)
    {
        using PowerShell command = Command(script);
        return Invoke(command, ofUser: true);
    }

    /// <summary>Runs a text of the shell's own: the user's history and <c>$?</c> stay as they are.</summary>
    /// <param name="script">The text.</param>
    /// <returns>How it ended; Stopped at once after <see cref="Close"/>.</returns>
    public RunOutcome RunAside(string script)
    {
        using PowerShell command = Command(script);
        return Invoke(command);
    }

    /// <summary>Runs a script file with arguments, so that its <c>exit</c> is the shell's.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>How it ended.</returns>
    public RunOutcome RunFile(string path, IEnumerable<string> arguments)
    {
        CommandInvocationIntrinsics commands = _runspace.SessionStateProxy.InvokeCommand;
        try
        {
            // Read here for its errors: where the call fetches the script block, the engine would hide them.
            _ = ((ExternalScriptInfo)commands.GetCommand(path, CommandTypes.ExternalScript)).ScriptBlock;
        }
        catch (RuntimeException error)
        {
            Show(error);
            return RunOutcome.Failed;
        }

        using PowerShell command = Command(ScriptCall.Text(path, arguments));
        return Invoke(command);
    }

    /// <summary>Stops the running command, if one runs. Returns at once.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopping?.Cancel();
            _running?.BeginStop(null, null);
        }
    }

    /// <summary>Stops the running command and lets no other begin.</summary>
    /// <param name="patience">How long to wait for the running command to end.</param>
    /// <returns>Whether it has ended.</returns>
    public bool Close(TimeSpan patience)
    {
        lock (_gate)
        {
            _closed = true;
        }

        Stop();
        return _idle.Wait(patience);
    }

    /// <summary>Runs one more text after <see cref="Close"/>, and stops it when it takes too long.</summary>
    /// <param name="script">The text.</param>
    /// <param name="patience">How long it may take; and then, how long it may take to stop.</param>
    /// <returns>Whether it has ended.</returns>
    public bool RunLast(string script, TimeSpan patience)
    {
        Task last = Task.Run(() =>
        {
            using PowerShell command = Command(script);
            Invoke(command, evenWhenClosed: true);
        });
        if (!last.Wait(patience))
        {
            Stop();
        }

        return last.Wait(patience);
    }

    /// <summary>Completes a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cursor">The cursor in it.</param>
    /// <returns>The completions.</returns>
    public Completions Complete(string text, int cursor)
    {
        using PowerShell command = PowerShell.Create(_runspace);
        CommandCompletion found = CommandCompletion.CompleteInput(text, cursor, options: null, command);
        return new Completions(
            found.ReplacementIndex,
            found.ReplacementLength,
            [.. found.CompletionMatches.Select(match => match.CompletionText)]);
    }

    /// <summary>Closes the runspace, unless a command that cannot be stopped holds it.</summary>
    public void Dispose()
    {
        if (_idle.IsSet)
        {
            _runspace.Dispose();
        }

        _idle.Dispose();
    }

    private PowerShell Command(string script)
    {
        PowerShell command = PowerShell.Create(_runspace).AddScript(script);
        command.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        return command.AddCommand("Out-Default");
    }

    private RunOutcome Invoke(PowerShell command, bool ofUser = false, bool evenWhenClosed = false)
    {
        using CancellationTokenSource stopping = new();
        IAsyncResult invocation;
        lock (_gate)
        {
            if (_closed && !evenWhenClosed)
            {
                return RunOutcome.Stopped;
            }

            // Begun before it can be seen: a command that has not begun cannot be stopped.
            _host.ShellUI.CommandStopping = stopping.Token;
            invocation = command.BeginInvoke<PSObject>(
                null, new PSInvocationSettings { AddToHistory = ofUser }, null, null);
            _running = command;
            _stopping = stopping;
            _idle.Reset();
        }

        try
        {
            command.EndInvoke(invocation);
            return !ofUser || LastSucceeded() ? RunOutcome.Succeeded : RunOutcome.Failed;
        }
        catch (PipelineStoppedException)
        {
            return RunOutcome.Stopped;
        }
        catch (IncompleteParseException)
        {
            // Alone among the engine's parse errors, it does not know where it is.
            Parser.ParseInput(command.Commands.Commands[0].CommandText, out _, out ParseError[] errors);
            Show(new ParseException(errors));
            return RunOutcome.Failed;
        }
        catch (RuntimeException error)
        {
            Show(error);
            return RunOutcome.Failed;
        }
        finally
        {
            lock (_gate)
            {
                _running = null;
                _stopping = null;
                _idle.Set();
            }

            _host.ShellUI.EraseProgress();
            _hint.Give();
        }
    }

    private bool LastSucceeded()
    {
        using PowerShell question = PowerShell.Create(_runspace).AddScript("$?");
        return question.Invoke<bool>()[0];
    }

    private void Show(RuntimeException error)
    {
        using PowerShell output = PowerShell.Create(_runspace)
            .AddCommand("Out-Default")
            .AddParameter("InputObject", error.ErrorRecord);
        _host.ShellUI.WritesError = true;
        try
        {
            output.Invoke();
        }
        finally
        {
            _host.ShellUI.WritesError = false;
        }
    }
}
