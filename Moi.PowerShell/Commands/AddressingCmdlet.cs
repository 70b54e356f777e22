using System.ComponentModel;
using System.Management.Automation;
using Moi.PowerShell.Completion;
using Moi.Protocol.Asking;

namespace Moi.PowerShell.Commands;

/// <summary>A command on remotes whose own noun leaves -Name to the remotes, as almost all do.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AddressingCmdlet : SelectingCmdlet
{
    /// <summary>Only these remotes, by name, address or id; wildcards may be used.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RemoteNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Only the members of this group, each of which must answer.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    public string? Group { get; set; }

    private protected sealed override string[]? RemoteNames => Name;

    private protected sealed override string? GroupName => Group;

    /// <summary>Says so where one answers that the operator does not count to the group.</summary>
    private protected void WarnOfStranger(Outcome outcome)
    {
        if (Group is not null && !outcome.WasExpected)
        {
            WriteWarning($"{outcome.Address} {outcome.Name} answered, though it is no member of the group '{Group}'.");
        }
    }
}
