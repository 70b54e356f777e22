using System.ComponentModel;
using System.Management.Automation;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Groups;
using Moi.PowerShell.Sessions;
using Moi.PowerShell.Trust;
using Moi.Protocol.Configuration;

namespace Moi.PowerShell.Commands;

/// <summary>A command that needs a broker: the connection it is given, else its runspace's, else one made now.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ConnectedCmdlet : MoiCmdlet
{
    private FleetConnection? _fleet;

    /// <summary>The connection to use, as Connect-MoiBroker -PassThru gives it. Without one, this runspace's; it is made at first use.</summary>
    [Parameter]
    [ValidateNotNull]
    public MoiConnection? Connection { get; set; }

    /// <summary>The fleet, connected.</summary>
    internal FleetConnection Fleet => _fleet ??= (Connection ?? Session.Connection) is { } made ? Reconnect(made.Fleet) : ConnectAsConfigured();

    /// <summary>Shows what went wrong beside this command.</summary>
    internal void WriteNotices()
    {
        foreach (string notice in Fleet.Notices.TakeAll())
        {
            WriteVerbose(notice);
        }
    }

    /// <summary>The group of that name; without one the command ends.</summary>
    internal Group FindGroup(string name)
    {
        if (Guarded(() => Fleet.Groups.Find(name)) is { } group)
        {
            return group;
        }

        Fail(Errors.GroupNotFound(name));
        throw new InvalidOperationException();
    }

    private FleetConnection Reconnect(FleetConnection fleet)
    {
        Guarded(() => Await(fleet.ReconnectAsync(StopToken)));
        return fleet;
    }

    private FleetConnection ConnectAsConfigured()
    {
        OperatorConfiguration configuration = Guarded(() => OperatorSettings.Load(this));
        FleetSettings settings = Guarded(() => OperatorSettings.SettingsOf(configuration)) with { Key = Keyring.Open(this, configuration) };
        FleetConnection fleet = Guarded(() => Await(FleetConnection.ConnectAsync(settings, StopToken)));
        Await(Session.ReplaceConnectionAsync(new MoiConnection(fleet)));
        return fleet;
    }
}
