using System.Collections;
using System.Management.Automation;
using Moi.PowerShell.Groups;
using Moi.PowerShell.Sessions;
using Moi.Protocol.Configuration;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Completion;

/// <summary>What can be said of remotes without asking anybody: the presence of a connection that is there, else what is remembered.</summary>
/// <param name="parameters">The parameters on the command line.</param>
internal sealed class KnownRemotes(IDictionary parameters)
{
    private readonly MoiConnection? _connection =
        (parameters["Connection"] is PSObject wrapped ? wrapped.BaseObject : parameters["Connection"]) as MoiConnection ?? RunspaceSession.Current.Connection;

    /// <summary>The operator's groups: those of the connection's broker, or of the one that would be used.</summary>
    public GroupBook Groups => _connection?.Fleet.Groups ?? new GroupBook(OperatorSettings.GroupsFolderOf(OperatorHome.Resolve(), profile: null));

    /// <summary>The remotes; without a connection the members of the group all.</summary>
    public IEnumerable<RemotePresence> Remotes => _connection is not null
        ? _connection.Fleet.Presence.Remotes
        : Remembered();

    private IEnumerable<RemotePresence> Remembered()
    {
        try
        {
            return [.. (Groups.Find(Group.All)?.Members ?? []).Select(member => member.AsRemembered())];
        }
        catch (MoiException)
        {
            // Whoever uses the group is told that its file is damaged; here there is nothing to complete.
            return [];
        }
    }
}
