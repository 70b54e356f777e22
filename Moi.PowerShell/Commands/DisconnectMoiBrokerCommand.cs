using System.Management.Automation;

namespace Moi.PowerShell.Commands;

/// <summary>Ends this runspace's connection, or the one it is given. The next command makes a new one.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "MoiBroker")]
public sealed class DisconnectMoiBrokerCommand : MoiCmdlet
{
    /// <summary>A connection from Connect-MoiBroker -PassThru; this runspace's where none is given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public MoiConnection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        MoiConnection? ended = Connection ?? Session.Connection;
        if (ended == Session.Connection)
        {
            Await(Session.ReplaceConnectionAsync(null));
        }

        if (ended is not null)
        {
            Await(ended.Fleet.DisposeAsync().AsTask());
        }
    }
}
