using System.Collections;
using System.Management.Automation;
using Engine = System.Management.Automation.PowerShell;

namespace Moi.PowerShell.Tests.Hosting;

/// <summary>A script under way; it can be stopped, as by Ctrl+C.</summary>
internal sealed class RunningScript : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Engine _engine;
    private readonly Func<ErrorRecord?> _termination;
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly IAsyncResult _running;

    public RunningScript(Engine engine, Func<ErrorRecord?> termination)
    {
        _engine = engine;
        _termination = termination;
        PSDataCollection<PSObject> nothing = [];
        nothing.Complete();
        _running = engine.BeginInvoke(nothing, _output);
    }

    /// <summary>Whether it has ended.</summary>
    public bool IsOver => _running.IsCompleted;

    /// <summary>How many objects it emitted so far.</summary>
    public int Emitted => _output.Count;

    /// <summary>The progress records it wrote so far.</summary>
    public IReadOnlyList<ProgressRecord> Progress
    {
        get
        {
            // It grows while it is looked at.
            PSDataCollection<ProgressRecord> written = _engine.Streams.Progress;
            lock (((ICollection)written).SyncRoot)
            {
                ProgressRecord[] records = new ProgressRecord[written.Count];
                written.CopyTo(records, 0);
                return records;
            }
        }
    }

    /// <summary>Stops it, and returns when it has ended.</summary>
    public ScriptResult Stop()
    {
        IAsyncResult stopping = _engine.BeginStop(null, null);
        if (!stopping.AsyncWaitHandle.WaitOne(Patience))
        {
            throw new TimeoutException($"The script could not be stopped within {Patience.TotalSeconds} s.");
        }

        _engine.EndStop(stopping);
        Assert.Equal(PSInvocationState.Stopped, _engine.InvocationStateInfo.State);
        return Result();
    }

    /// <summary>Waits until it has ended.</summary>
    public ScriptResult Wait()
    {
        if (!_running.AsyncWaitHandle.WaitOne(Patience))
        {
            throw new TimeoutException($"The script did not end within {Patience.TotalSeconds} s.");
        }

        _engine.EndInvoke(_running);
        return Result();
    }

    public void Dispose() => _engine.Dispose();

    private ScriptResult Result() => new(
        [.. _output],
        [.. _engine.Streams.Error],
        [.. _engine.Streams.Warning.Select(record => record.Message)],
        [.. _engine.Streams.Information.Select(record => record.MessageData.ToString()!)],
        _termination());
}
