using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using Engine = System.Management.Automation.PowerShell;

namespace Moi.PowerShell.Tests.Hosting;

/// <summary>A runspace with the staged module imported, as one of an operator's sessions.</summary>
internal sealed class ModuleSession : IDisposable
{
    private const string Termination = "MoiTestTermination";

    private readonly Runspace _runspace;

    /// <summary>Opens one.</summary>
    /// <param name="host">What it shows things on; null for one that records.</param>
    /// <param name="import">Whether the module is imported.</param>
    public ModuleSession(PSHost? host = null, bool import = true)
    {
        _runspace = RunspaceFactory.CreateRunspace(host ?? Host, InitialSessionState.CreateDefault2());
        _runspace.Open();
        if (import)
        {
            Set("manifest", StagedModule.Manifest);
            Run("Import-Module $manifest").Clean();
        }
    }

    /// <summary>What the session shows things on, where it was given nothing else.</summary>
    public RecordingHost Host { get; } = new();

    /// <summary>Gives a variable a value.</summary>
    public void Set(string variable, object? value) => _runspace.SessionStateProxy.SetVariable(variable, value);

    /// <summary>The value of a variable.</summary>
    public object? Get(string variable) => _runspace.SessionStateProxy.GetVariable(variable);

    /// <summary>Connects to a broker on loopback.</summary>
    public void Connect(int port) => Run($"Connect-MoiBroker 127.0.0.1 {port}").Clean();

    /// <summary>Runs a script to its end.</summary>
    public ScriptResult Run(string script)
    {
        using RunningScript running = Begin(script);
        return running.Wait();
    }

    /// <summary>Starts a script.</summary>
    public RunningScript Begin(string script)
    {
        Set(Termination, null);
        Engine engine = Engine.Create(_runspace).AddScript(
            $"try {{ {script}\n }} catch {{ $global:{Termination} = $_ }}");
        return new RunningScript(engine, () => (ErrorRecord?)Get(Termination));
    }

    /// <summary>Removes the module, which ends its connection and its demo, and closes the runspace.</summary>
    public void Dispose()
    {
        if (_runspace.RunspaceStateInfo.State == RunspaceState.Opened)
        {
            Run("Get-Module Moi | Remove-Module");
        }

        _runspace.Dispose();
    }
}
