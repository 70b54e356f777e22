using System.Management.Automation;
using Moi.Daemon.Demo;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Commands;

/// <summary>Ends the demo and deletes its files; or, with -Name, stops some of its remotes.</summary>
[Cmdlet(VerbsLifecycle.Stop, "MoiDemo")]
public sealed class StopMoiDemoCommand : DemoCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Name is not null)
        {
            IReadOnlyList<DemoRemote> remotes = NamedRemotes();
            foreach (DemoRemote remote in remotes)
            {
                Await(remote.StopAsync());
            }

            AwaitHeard(remotes, PresenceState.Offline);
            return;
        }

        if (Session.Demo is not { } demo)
        {
            Report(Errors.NoDemo());
            return;
        }

        if (Session.Connection is { } connection && connection.Port == demo.Description.Port)
        {
            Await(Session.ReplaceConnectionAsync(null));
        }

        Session.Demo = null;
        Await(demo.DisposeAsync().AsTask());
    }
}
