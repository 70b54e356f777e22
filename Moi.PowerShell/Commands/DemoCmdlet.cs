using System.ComponentModel;
using System.Management.Automation;
using Moi.Daemon.Demo;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Sessions;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Commands;

/// <summary>A command on the demo, or on some of its remotes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class DemoCmdlet : MoiCmdlet
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

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

    /// <summary>Waits until this session has heard of it, so that what follows finds it so.</summary>
    internal void AwaitHeard(IReadOnlyList<DemoRemote> remotes, PresenceState state)
    {
        if (Session.Connection?.Fleet is not { IsConnected: true } fleet || fleet.Settings.Broker.Port != RunningDemo().Description.Port)
        {
            return;
        }

        using PresenceWatch watch = new(fleet.Presence);
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        bound.CancelAfter(LongestWait);
        try
        {
            while (remotes.Any(remote => fleet.Presence.Remotes.Any(known => known.Name == remote.Name && known.State != state)))
            {
                Await(watch.TakeAsync(bound.Token).AsTask());
            }
        }
        catch (OperationCanceledException) when (!StopToken.IsCancellationRequested)
        {
            WriteVerbose($"Not all of them are heard to be {state} yet.");
        }
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
