using Moi.PowerShell.Groups;
using Moi.Protocol.Filters;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Fleet;

/// <summary>Who is meant, as the operator said it. All that is said must hold.</summary>
internal sealed record Selection
{
    /// <summary>Names, addresses or ids, each with or without wildcards; null for any.</summary>
    public IReadOnlyList<NamePattern>? Names { get; init; }

    /// <summary>The group whose members are meant; null for any.</summary>
    public Group? Group { get; init; }

    /// <summary>Remotes that were given one by one, as a pipeline does; null for any.</summary>
    public IReadOnlyList<RemotePresence>? Given { get; init; }

    /// <summary>The stage that all of <see cref="Given"/> succeeded in; null where they come from elsewhere.</summary>
    public Stage? Stage { get; init; }

    /// <summary>A condition on keys; null for any.</summary>
    public Filter? Filter { get; init; }

    /// <summary>
    /// Finds who is meant among those that are known, and the members of the group. Those known to be offline are meant
    /// too, unless what is known of them rules them out.
    /// </summary>
    public Target Resolve(PresenceBook presence)
    {
        Dictionary<string, RemotePresence> meant = (Given ?? Group?.Present(presence) ?? presence.Remotes)
            .DistinctBy(remote => remote.Id)
            .ToDictionary(remote => remote.Id, StringComparer.Ordinal);
        if (Given is not null && Group is { } group)
        {
            HashSet<string> members = [.. group.Members.Select(member => member.Id)];
            Keep(meant, remote => members.Contains(remote.Id));
        }

        if (Names is { } names)
        {
            Keep(meant, remote => names.Any(name => name.Matches(remote)));
        }

        // Members whose keys do not match must answer too, if only to say so; others that cannot match are left in peace.
        if (Filter is { } filter && Group is null)
        {
            Keep(meant, remote => filter.Evaluate(new PresenceKeys(remote)) != Truth.False);
        }

        return new Target(AudienceOf(meant), Filter, [.. meant.Values]);
    }

    private Audience AudienceOf(Dictionary<string, RemotePresence> meant)
    {
        if (Given is null && Names is null)
        {
            return Group is { } group
                ? new Audience { Group = new GroupAudience(group.Name, group.Generation) }
                : IsOneRemote ? Audience.Of([.. meant.Keys]) : Audience.Everyone;
        }

        return Names is null && Group is null && Stage?.AudienceFor(meant.Keys) is { } stage
            ? stage
            : Audience.Of([.. meant.Keys]);
    }

    /// <summary>A filter on one name or address is a group of one: that one must answer, and nobody else is bothered.</summary>
    private bool IsOneRemote => Filter is not null && Filter.IsGroupOfOne(out _, out _);

    private static void Keep(Dictionary<string, RemotePresence> remotes, Func<RemotePresence, bool> wanted)
    {
        foreach (RemotePresence remote in remotes.Values.Where(remote => !wanted(remote)).ToList())
        {
            remotes.Remove(remote.Id);
        }
    }
}
