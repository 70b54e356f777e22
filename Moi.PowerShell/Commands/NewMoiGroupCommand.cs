using System.Management.Automation;
using System.Text.Json;
using Moi.PowerShell.Completion;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Groups;
using Moi.Protocol;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Commands;

/// <summary>
/// Makes the remotes that answer now a group: from then on each of them must answer when the group is asked. Emits the
/// remotes that joined.
/// </summary>
[Cmdlet(VerbsCommon.New, "MoiGroup", SupportsShouldProcess = true)]
[OutputType(typeof(MoiGroupResult))]
public sealed class NewMoiGroupCommand : SelectingCmdlet
{
    private Group? _before;
    private Group? _group;

    /// <summary>The group's name: letters, digits, - and _. The group <c>all</c> should hold everyone.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    /// <summary>Only these remotes, by name, address or id; wildcards may be used.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RemoteNameCompleter))]
    public string[]? Remote { get; set; }

    /// <summary>Defines a group anew that is there already.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!Token.IsValid(Name))
        {
            ThrowTerminatingError(Errors.BadArgument(
                "BadGroupName", $"'{Name}' cannot be a group's name: use 1 to {Token.MaximumLength} letters, digits, '-' or '_'.", Name));
        }

        _before = Guarded(() => Fleet.Groups.Find(Name));
        if (!Force && _before is not null)
        {
            Fail(Errors.GroupExists(Name, _before.Members.Count));
        }
    }

    private protected override void Process()
    {
        base.Process();
        if (_group is null && !MyInvocation.ExpectingInput && !this.IsWhatIf() && !this.IsConfirm())
        {
            WriteWarning($"Nobody answered whom that means: there is no new group '{Name}'.");
        }

        if (_before is not null && _group is not null)
        {
            TellThoseLeftOut(_before, _group);
        }
    }

    /// <summary>Those that were members and are none any more leave at their end too.</summary>
    private void TellThoseLeftOut(Group before, Group now)
    {
        HashSet<string> members = [.. now.Members.Select(member => member.Id)];
        Group dropped = before with { Members = [.. before.Members.Where(member => !members.Contains(member.Id))] };
        if (dropped.Members.Count > 0)
        {
            Target target = new Selection { Given = [.. dropped.Present(Fleet.Presence)] }.Resolve(Fleet.Presence);
            Ask(new Question(Verb.Leave, ArgumentsFor(null), target, Patience with { Changes = true }), _ => { });
        }
    }

    private protected override string[]? RemoteNames => Remote;

    private protected override string? GroupName => null;

    private protected override string Action => $"Join the group '{Name}'";

    /// <summary>Members are those that answer; whoever is missing now would be missed for ever.</summary>
    private protected override bool AsksWhoMatches => true;

    private protected override void Act(Target target)
    {
        _group = new Group(Name, [.. target.Expected.Select(ToMember)]);

        // Kept before anyone is told: whatever happens now, the members are known and can be asked again.
        Guarded(() => Fleet.Groups.Save(_group));
        Question question = new(Verb.Join, ArgumentsFor(_group.Generation), target, Patience with { Changes = true });
        Ask(question, EmitterOf(new Stage(question.Id), outcome => [MoiGroupResult.Of(outcome, Name)]));
    }

    private JsonElement ArgumentsFor(string? generation) =>
        JsonSerializer.SerializeToElement(new GroupArguments(Name, generation), MessageJson.Wire.GroupArguments);

    private static Member ToMember(RemotePresence remote) => new(remote.Id, remote.Address, remote.Name);
}
