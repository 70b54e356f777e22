using System.ComponentModel;
using System.Management.Automation;
using Moi.PowerShell.Sessions;
using Moi.Protocol.Configuration;
using Moi.Protocol.Transport;
using Moi.Protocol.Trust;

namespace Moi.PowerShell.Commands;

/// <summary>What every Moi command has: it ends at once when it is stopped, and says plainly why it cannot go on.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class MoiCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Ends all waits. Called at the latest when the pipeline is over, however it ended.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Is cancelled when the command is to stop.</summary>
    internal CancellationToken StopToken => _stop.Token;

    /// <summary>What this runspace remembers between commands.</summary>
    internal static RunspaceSession Session => RunspaceSession.Current;

    /// <summary>Does what may end by a broken connection or a bad configuration, and reports that as this command's terminating error.</summary>
    internal T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (BrokerException e)
        {
            Fail(Errors.Of(e));
            throw;
        }
        catch (MoiException e)
        {
            Fail(Errors.BadArgument("Unusable", e.Message, null));
            throw;
        }
        catch (EnvelopeException e)
        {
            Fail(Errors.BadArgument("RequestTooLarge", $"{e.Message} Ask a group, or fewer remotes at a time.", null));
            throw;
        }
        catch (ConfigurationException e)
        {
            Fail(Errors.Of(e));
            throw;
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Ends the command with an error.</summary>
    internal virtual void Fail(ErrorRecord error) => ThrowTerminatingError(error);

    /// <summary>Reports an error that does not end the command.</summary>
    internal virtual void Report(ErrorRecord error) => WriteError(error);

    /// <summary>The same for work that gives nothing.</summary>
    internal void Guarded(Action work) => Guarded(() =>
    {
        work();
        return true;
    });

    /// <summary>Waits for a task on the pipeline's thread.</summary>
    internal static T Await<T>(Task<T> task) => task.GetAwaiter().GetResult();

    /// <summary>Waits for a task on the pipeline's thread.</summary>
    internal static void Await(Task task) => task.GetAwaiter().GetResult();
}
