using System.Management.Automation;
using Moi.PowerShell.Completion;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Objects;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Commands;

/// <summary>Shows remotes come and go, as it happens, until it is stopped. Nobody is asked.</summary>
[Cmdlet(VerbsCommon.Watch, "MoiRemote")]
[OutputType(typeof(MoiPresenceChange))]
public sealed class WatchMoiRemoteCommand : ConnectedCmdlet
{
    private readonly PresenceNews _news = new();
    private IReadOnlyList<NamePattern>? _names;
    private HashSet<string>? _members;

    /// <summary>Only these remotes, by name, address or id; wildcards may be used.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RemoteNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Only the members of this group.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    public string? Group { get; set; }

    /// <summary>Emits first how it is now, for each remote.</summary>
    [Parameter]
    public SwitchParameter IncludeCurrent { get; set; }

    /// <summary>Ends after so many seconds. By default it goes on until it is stopped.</summary>
    [Parameter]
    [ValidateRange(0.001, 4_000_000.0)]
    public double ForSeconds { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _names = Name?.Select(WildcardName.Of).ToList();
        _members = Group is null ? null : [.. FindGroup(Group).Members.Select(member => member.Id)];
        using PresenceWatch watch = new(Fleet.Presence);
        foreach (RemotePresence remote in Fleet.Presence.Remotes.OrderBy(remote => remote.Name, StringComparer.Ordinal))
        {
            Write(new PresenceChange(null, remote), isEmitted: IncludeCurrent);
        }

        Guarded(() => Follow(watch));
    }

    private void Follow(PresenceWatch watch)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        if (ForSeconds > 0)
        {
            end.CancelAfter(TimeSpan.FromSeconds(ForSeconds));
        }

        try
        {
            while (true)
            {
                Write(Await(watch.TakeAsync(end.Token).AsTask()), isEmitted: true);
                if (watch.TakeMissed() is > 0 and int missed)
                {
                    WriteWarning($"{missed} change(s) came faster than they were taken, and are missed.");
                }
            }
        }
        catch (OperationCanceledException) when (!StopToken.IsCancellationRequested)
        {
            // The time is up, which is how it is to end.
        }
    }

    private void Write(PresenceChange change, bool isEmitted)
    {
        RemotePresence remote = (change.Now ?? change.Before)!;
        bool isWanted = _names?.Any(name => name.Matches(remote)) != false && _members?.Contains(remote.Id) != false;
        if (isWanted && _news.Take(change) is { } news && isEmitted)
        {
            WriteObject(news);
        }
    }
}
