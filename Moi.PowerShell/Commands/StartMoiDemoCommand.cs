using System.Management.Automation;
using Moi.Daemon.Demo;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Sessions;
using Moi.Protocol;
using Moi.Protocol.Presence;
using Moi.Protocol.Transport;

namespace Moi.PowerShell.Commands;

/// <summary>
/// Starts a broker and four remotes in this process and connects to them, to try things on; or, with -Name, starts remotes of
/// the demo that were stopped. Needs nothing installed, and leaves nothing behind.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "MoiDemo")]
[OutputType(typeof(MoiDemo))]
public sealed class StartMoiDemoCommand : DemoCmdlet
{
    /// <summary>How many remotes; the first four are frodo, bilbo, merry and pippin.</summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    public int Count { get; set; } = 4;

    /// <summary>The broker's port on loopback; a free one where none is given.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Name is not null)
        {
            StartRemotes();
        }
        else if (Session.Demo is not null)
        {
            ThrowTerminatingError(Errors.Demo("DemoRuns", "A demo runs already. Stop-MoiDemo ends it; Start-MoiDemo -Name starts one of its remotes."));
        }
        else
        {
            StartFleet();
        }
    }

    private void StartRemotes()
    {
        IReadOnlyList<DemoRemote> remotes = NamedRemotes();
        foreach (DemoRemote remote in remotes)
        {
            Guarded(() => Await(remote.StartAsync(StopToken)));
        }

        AwaitHeard(remotes, PresenceState.Online);

        WriteObject(Session.Demo!.Description);
    }

    private void StartFleet()
    {
        Session.Demo = new DemoSession(Guarded(OpenFleet));
        FleetSettings settings = new(
            new MqttSessionOptions { Host = "127.0.0.1", Port = Session.Demo.Description.Port, ClientId = "demo" },
            Topics.DefaultRoot,
            Token.From(Environment.UserName),
            Path.Combine(Session.Demo.Description.Folder, "groups"),
            new Moi.Protocol.Asking.RollOptions().Silence);
        FleetConnection connection = Guarded(() => Await(FleetConnection.ConnectAsync(settings, StopToken)));
        Await(Session.ReplaceConnectionAsync(new MoiConnection(connection)));
        WriteObject(Session.Demo.Description);
    }

    private DemoFleet OpenFleet()
    {
        try
        {
            return Await(DemoFleet.StartAsync(new DemoOptions { Count = Count, Port = Port }, StopToken));
        }
        catch (IOException e)
        {
            ThrowTerminatingError(Errors.Demo("DemoFailed", e.Message));
            throw;
        }
    }
}
