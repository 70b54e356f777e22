using System.ComponentModel;
using System.Management.Automation;
using Moi.Daemon.Demo;
using Moi.PowerShell.Sessions;

namespace Moi.PowerShell.Commands;

/// <summary>A command on the demo, or on some of its remotes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class DemoCmdlet : MoiCmdlet
{
    /// <summary>Only these remotes of the demo that runs; wildcards may be used.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>The remotes of the demo that -Name means.</summary>
    internal IReadOnlyList<DemoRemote> NamedRemotes()
    {
        DemoSession demo = RunningDemo();
        List<DemoRemote> named = [];
        foreach (string name in Name ?? [])
        {
            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            List<DemoRemote> matching = [.. demo.Remotes.Where(remote => pattern.IsMatch(remote.Name))];
            if (matching.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(Errors.RemoteNotFound(name));
            }

            named.AddRange(matching);
        }

        return named;
    }

    /// <summary>The demo of this runspace; without one the command ends.</summary>
    internal DemoSession RunningDemo()
    {
        if (Session.Demo is null)
        {
            ThrowTerminatingError(Errors.NoDemo());
        }

        return Session.Demo!;
    }
}
