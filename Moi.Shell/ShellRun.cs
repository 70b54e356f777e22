using System.Management.Automation;
using System.Management.Automation.Language;
using Moi.Shell.Hosting;
using Moi.Shell.Prompting;

namespace Moi.Shell;

/// <summary>
/// One run of the shell: module, demo, commands, end. The commands run on a thread of their own, so that a signal can
/// end the run in good order while that thread waits for input.
/// </summary>
internal sealed class ShellRun : IDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    private readonly Terminal _terminal;
    private readonly ShellOptions _options;
    private readonly string _module;
    private readonly ShellSession _session;
    private readonly DemoFleet _demo;
    private readonly bool _interactive;
    private readonly TaskCompletionSource<int> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Opens the session.</summary>
    /// <param name="terminal">The standard streams.</param>
    /// <param name="options">What to do.</param>
    /// <param name="module">The manifest of the module.</param>
    public ShellRun(Terminal terminal, ShellOptions options, string module)
    {
        _terminal = terminal;
        _options = options;
        _module = module;
        _interactive = options.Task == ShellTask.Prompt && terminal.InputIsTerminal;
        _session = new ShellSession(new ShellHost(new ShellHostUI(terminal, options.NonInteractive)));
        _demo = new DemoFleet(_session);
    }

    /// <summary>Runs to the end, be it the commands' own or a signal's.</summary>
    /// <returns>The exit code.</returns>
    public int Run()
    {
        using EndSignals signals = new(Interrupt, code => _end.TrySetResult(code));
        Thread worker = new(RunCommands) { IsBackground = true, Name = "Commands" };
        worker.Start();
        try
        {
            return _end.Task.GetAwaiter().GetResult();
        }
        finally
        {
            Finish();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    // At a prompt, Ctrl+C ends the running command; elsewhere there is nothing to go back to.
    private void Interrupt()
    {
        if (!_interactive)
        {
            _end.TrySetResult(ExitCode.Interrupted);
        }
        else if (!_end.Task.IsCompleted)
        {
            _session.Stop();
        }
    }

    private void Finish()
    {
        bool ended = _session.Close(StopPatience);
        if (!ended)
        {
            NativeCommands.Terminate();
            ended = _session.Close(KillPatience);
        }

        if (!ended || !_demo.Stop())
        {
            _terminal.Error.WriteLine("moi: the running command cannot be stopped; it ends with this process.");
        }
    }

    private void RunCommands()
    {
        try
        {
            _end.TrySetResult(Prepare() ?? RunTask());
        }
        catch (Exception error)
        {
            // Rethrown by Run once the demo is stopped; after a signal it no longer matters what fails here.
            _end.TrySetException(error);
        }
    }

    /// <summary>Imports the module and starts the demo.</summary>
    /// <returns>The exit code to end with, or null when all is well.</returns>
    private int? Prepare()
    {
        string module = CodeGeneration.EscapeSingleQuotedStringContent(_module);
        if (_session.RunAside($"Import-Module -Name '{module}' -ErrorAction Stop") != RunOutcome.Succeeded)
        {
            return ExitCode.NotInitialised;
        }

        if (_interactive && !_options.NoLogo)
        {
            _terminal.Output.WriteLine(Texts.Banner(PSVersionInfo.PSVersion));
        }

        return _options.Demo && !_demo.Start(showOutput: _interactive) ? ExitCode.Failed : null;
    }

    private int RunTask()
    {
        RunOutcome outcome = _options.Task switch
        {
            ShellTask.Command => _session.Run(_options.Command),
            ShellTask.Script => _session.RunFile(_options.ScriptPath, _options.ScriptArguments),
            _ => new PromptLoop(_session, Source()).Run(),
        };
        return _session.RequestedExitCode ?? outcome switch
        {
            _ when _interactive => ExitCode.Success,
            RunOutcome.Succeeded => ExitCode.Success,
            RunOutcome.Stopped => ExitCode.Interrupted,
            _ => ExitCode.Failed,
        };
    }

    private ICommandSource Source()
        => _interactive && _terminal.CanEditLines
            ? new EditedCommands(_terminal, _session.Complete)
            : new PlainCommands(_terminal);
}
