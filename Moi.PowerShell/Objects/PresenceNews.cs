using Moi.Protocol.Presence;

namespace Moi.PowerShell.Objects;

/// <summary>Turns what is heard of remotes into news for people; what was said before is none.</summary>
internal sealed class PresenceNews
{
    private readonly Dictionary<string, (PresenceState State, Guid Incarnation, long Epoch)> _told = new(StringComparer.Ordinal);

    /// <summary>The news in a change; null where it tells nothing new, as after the operator's own connection was made anew.</summary>
    public MoiPresenceChange? Take(PresenceChange change)
    {
        if (change.Now is not { } now)
        {
            return _told.Remove(change.Before!.Id) ? Describe(change.Before, MoiPresenceState.Removed, DateTimeOffset.Now, "removed") : null;
        }

        (PresenceState, Guid, long) current = (now.State, now.Message.Incarnation, now.Message.Epoch);
        if (_told.TryGetValue(now.Id, out var told) && told == current)
        {
            return null;
        }

        _told[now.Id] = current;
        return Describe(now, StateOf(now), now.Since, ReasonOf(now));
    }

    private static MoiPresenceChange Describe(RemotePresence remote, MoiPresenceState state, DateTimeOffset? since, string? reason) => new()
    {
        Address = remote.Address,
        Name = remote.Name,
        Id = remote.Id,
        State = state,
        Since = since?.ToLocalTime(),
        Reason = reason,
    };

    private static MoiPresenceState StateOf(RemotePresence remote) => remote.State switch
    {
        PresenceState.Online => MoiPresenceState.Online,
        PresenceState.Offline => MoiPresenceState.Offline,
        _ => MoiPresenceState.Unknown,
    };

    private static string? ReasonOf(RemotePresence remote) => (remote.State, remote.Message.Farewell) switch
    {
        (PresenceState.Online, _) when remote.Clashes => "two daemons seem to use this id",
        (PresenceState.Offline, Farewell.Restart) => "restarting",
        (PresenceState.Offline, Farewell.Stopped) => "stopped",
        (PresenceState.Offline, _) => "connection lost",
        _ => null,
    };
}
