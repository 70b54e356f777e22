using System.Management.Automation;
using System.Text.Json;
using Moi.PowerShell.Completion;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Groups;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>
/// Ends groups: their members leave, and the operator forgets them. A member that does not answer is named; it does nothing
/// for the group any more all the same.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "MoiGroup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(MoiGroupResult))]
public sealed class RemoveMoiGroupCommand : AskingCmdlet
{
    /// <summary>The groups; wildcards may be used.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Name")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The groups, as Get-MoiGroup emits them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "InputObject")]
    [ValidateNotNull]
    public MoiGroup[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (Group group in Named())
        {
            if (ShouldProcess($"{group.Name} ({group.Members.Count} members)", "Remove group"))
            {
                Remove(group);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => ReportPending();

    private IEnumerable<Group> Named() => ParameterSetName == "InputObject"
        ? InputObject.SelectMany(group => Matching(WildcardPattern.Escape(group.Name)))
        : Name.SelectMany(Matching);

    private List<Group> Matching(string name)
    {
        WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        List<Group> matching = [.. Fleet.Groups.Names.Where(pattern.IsMatch).Select(found => Guarded(() => Fleet.Groups.Find(found))).OfType<Group>()];
        if (matching.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
        {
            WriteError(Errors.GroupNotFound(name));
        }

        return matching;
    }

    private void Remove(Group group)
    {
        Target members = new Selection { Given = [.. group.Present(Fleet.Presence)] }.Resolve(Fleet.Presence);
        JsonElement arguments = JsonSerializer.SerializeToElement(new GroupArguments(group.Name), MessageJson.Wire.GroupArguments);
        Ask(
            new Question(Verb.Leave, arguments, members, Patience with { Changes = true }),
            outcome => WriteObject(MoiGroupResult.Of(outcome, group.Name)));

        // Last: after a command that was stopped half-way the group is still there to be removed.
        Guarded(() => Fleet.Groups.Delete(group.Name));
    }
}
