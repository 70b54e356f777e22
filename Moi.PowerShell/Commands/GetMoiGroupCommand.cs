using System.Management.Automation;
using Moi.PowerShell.Completion;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Commands;

/// <summary>Lists the operator's groups and their members. Nobody is asked.</summary>
[Cmdlet(VerbsCommon.Get, "MoiGroup")]
[OutputType(typeof(MoiGroup))]
public sealed class GetMoiGroupCommand : ConnectedCmdlet
{
    /// <summary>Only these groups; wildcards may be used.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        IReadOnlyList<string> all = Fleet.Groups.Names;
        foreach (string name in Name)
        {
            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            List<string> matching = [.. all.Where(pattern.IsMatch)];
            if (matching.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(Errors.GroupNotFound(name));
            }

            foreach (string found in matching)
            {
                Write(found);
            }
        }
    }

    private void Write(string name)
    {
        if (Guarded(() => Fleet.Groups.Find(name)) is { } group)
        {
            WriteObject(new MoiGroup { Name = group.Name, Members = [.. group.Present(Fleet.Presence).Select(Describe)] });
        }
    }

    private static MoiRemote Describe(RemotePresence remote) => new()
    {
        Address = remote.Address,
        Name = remote.Name,
        Id = remote.Id,
        Moid = remote.Message.Moid,
        Online = remote.State == PresenceState.Online,
    };
}
