using System.ComponentModel;
using System.Management.Automation;
using Moi.PowerShell.Completion;

namespace Moi.PowerShell.Commands;

/// <summary>A command on remotes whose own noun leaves -Name to the remotes, as almost all do.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RemoteCmdlet : SelectingCmdlet
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
}
