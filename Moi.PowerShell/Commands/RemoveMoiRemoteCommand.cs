using System.Management.Automation;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Filters;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Commands;

/// <summary>
/// Forgets devices that were retired: the broker keeps nothing of them any more, and no question waits for them. One that
/// speaks again is known again. Nobody is asked, and nothing is emitted.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "MoiRemote", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveMoiRemoteCommand : AddressingCmdlet
{
    /// <summary>Forgets remotes that are online too; they are back as soon as they speak.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Name is null && Group is null && Filter is null && InputObject is null && !MyInvocation.ExpectingInput)
        {
            Fail(Errors.BadArgument("NobodyNamed", "Say which remotes are to be forgotten: with -Name, -Group, -Filter or from the pipeline.", null));
        }
    }

    private protected override string Action => "Forget";

    private protected override Target Narrow(Target target)
    {
        List<RemotePresence> removable = [.. target.Expected.Where(remote => IsMeant(remote, target.Filter) && IsRemovable(remote))];
        return new Target(Audience.Of([.. removable.Select(remote => remote.Id)]), null, removable);
    }

    private protected override void Act(Target confirmed)
    {
        foreach (RemotePresence remote in confirmed.Expected)
        {
            if (!Guarded(() => Await(Fleet.ForgetAsync(remote.Id, Patience.Silence, StopToken))))
            {
                Report(Errors.NotForgotten(remote));
            }
            else
            {
                WarnOfGroups(remote);
            }
        }
    }

    private bool IsMeant(RemotePresence remote, Filter? filter)
    {
        Truth truth = filter?.Evaluate(new PresenceKeys(remote)) ?? Truth.True;
        if (truth == Truth.Unknown)
        {
            Report(Errors.FilterUndecided(remote));
        }

        return truth == Truth.True;
    }

    private bool IsRemovable(RemotePresence remote)
    {
        if (remote.State != PresenceState.Online || Force)
        {
            return true;
        }

        Report(Errors.RemoteOnline(remote));
        return false;
    }

    private void WarnOfGroups(RemotePresence remote)
    {
        List<string> groups =
        [
            .. Fleet.Groups.Names.Where(name => Guarded(() => Fleet.Groups.Find(name))?.Members.Any(member => member.Id == remote.Id) == true),
        ];
        if (groups.Count > 0)
        {
            WriteWarning(
                $"{remote.Address} {remote.Name} is forgotten, and still a member of the group {string.Join(", ", groups)}, which waits for it; New-MoiGroup -Force defines a group anew.");
        }
    }
}
