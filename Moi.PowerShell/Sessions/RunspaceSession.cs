using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Moi.PowerShell.Sessions;

/// <summary>What one runspace remembers between commands: its connection, and its demo. Runspaces do not share.</summary>
internal sealed class RunspaceSession : IAsyncDisposable
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceSession> Sessions = [];

    /// <summary>The session of the runspace this thread works for.</summary>
    public static RunspaceSession Current => Sessions.GetValue(Runspace.DefaultRunspace, Begin);

    /// <summary>The connection that commands use which are given none; null before the first.</summary>
    public MoiConnection? Connection { get; private set; }

    /// <summary>The demo that runs; null for none.</summary>
    public DemoSession? Demo { get; set; }

    /// <summary>The keys that were met.</summary>
    public SeenNames SeenKeys { get; } = new(
        "addr", "arch", "bin", "destinations", "groups", "home", "id", "moid", "name", "rc", "self", "time", "tmp");

    /// <summary>The names of jobs that were met.</summary>
    public SeenNames SeenJobs { get; } = new();

    /// <summary>The functions that recipes were imported as, by name: their texts.</summary>
    public SortedDictionary<string, string> RecipeFunctions { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A runspace that is closed takes its connection with it. Its demo lasts as long as the module, or the process.</summary>
    private static RunspaceSession Begin(Runspace runspace)
    {
        RunspaceSession session = new();
        runspace.StateChanged += (_, change) =>
        {
            if (change.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken)
            {
                _ = session.ReplaceConnectionAsync(null);
            }
        };
        return session;
    }

    /// <summary>Takes another connection, or none, and ends the one before unless the operator holds it.</summary>
    public async Task ReplaceConnectionAsync(MoiConnection? connection)
    {
        MoiConnection? before = Connection;
        Connection = connection;
        if (before is { IsHeld: false })
        {
            await before.Fleet.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends both.</summary>
    public async ValueTask DisposeAsync()
    {
        await ReplaceConnectionAsync(null).ConfigureAwait(false);
        if (Demo is { } demo)
        {
            Demo = null;
            await demo.DisposeAsync().ConfigureAwait(false);
        }
    }
}
