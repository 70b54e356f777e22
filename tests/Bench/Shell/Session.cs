using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Engine = System.Management.Automation.PowerShell;

namespace Moi.Bench.Shell;

/// <summary>A warm PowerShell session of an operator, with the staged module imported.</summary>
internal sealed class Session : IDisposable
{
    private readonly Runspace _runspace;
    private readonly CancellationToken _cancel;

    /// <summary>Opens one.</summary>
    /// <param name="manifest">The module's manifest.</param>
    /// <param name="cancel">Stops what runs in it.</param>
    public Session(string manifest, CancellationToken cancel)
    {
        _cancel = cancel;
        _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        _runspace.Open();
        Run($"Import-Module '{manifest}'");
    }

    /// <summary>Runs a script that must give no error.</summary>
    public Collection<PSObject> Run(string script)
    {
        (Collection<PSObject> output, IReadOnlyList<ErrorRecord> errors) = Invoke(script);
        return errors.Count == 0 ? output : throw new InvalidOperationException($"{script}: {errors[0]}");
    }

    /// <summary>Runs a script, by the clock of the session; it must give so many objects, and so many errors that do not end it.</summary>
    /// <returns>How many seconds it took.</returns>
    /// <exception cref="InvalidOperationException">It gave more or fewer.</exception>
    public double Time(string script, int objects, int errors = 0)
    {
        (Collection<PSObject> output, IReadOnlyList<ErrorRecord> complaints) = Invoke($$"""
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $found = @({{script}})
            $clock.Elapsed.TotalSeconds
            $found.Count
            """);
        int count = (int)output[1].BaseObject;
        return count == objects && complaints.Count == errors
            ? (double)output[0].BaseObject
            : throw new InvalidOperationException(
                $"{script}: {count} objects and {complaints.Count} errors came, not {objects} and {errors}"
                + (complaints.Count == 0 ? "." : $"; the first error: {complaints[0]}"));
    }

    public void Dispose()
    {
        using (Engine engine = Engine.Create(_runspace).AddScript("Get-Module Moi | Remove-Module"))
        {
            engine.Invoke();
        }

        _runspace.Dispose();
    }

    private (Collection<PSObject> Output, IReadOnlyList<ErrorRecord> Errors) Invoke(string script)
    {
        _cancel.ThrowIfCancellationRequested();
        using Engine engine = Engine.Create(_runspace).AddScript(script);
        using CancellationTokenRegistration stop = _cancel.Register(() => engine.BeginStop(null, null));
        Collection<PSObject> output = engine.Invoke();
        return (output, [.. engine.Streams.Error]);
    }
}
