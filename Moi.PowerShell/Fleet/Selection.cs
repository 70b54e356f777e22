using Moi.Protocol.Filters;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Fleet;

/// <summary>Who is meant, as the operator said it. All that is said must hold.</summary>
internal sealed record Selection
{
    /// <summary>Everyone.</summary>
    public static Selection Everyone { get; } = new();

    /// <summary>Names, addresses or ids, each with or without wildcards; null for any.</summary>
    public IReadOnlyList<NamePattern>? Names { get; init; }

    /// <summary>Remotes that were given one by one, as a pipeline does; null for any.</summary>
    public IReadOnlyList<RemotePresence>? Given { get; init; }

    /// <summary>A condition on keys; null for any.</summary>
    public Filter? Filter { get; init; }

    /// <summary>
    /// Finds who is meant among those that are known. Those known to be offline are meant too, unless what is known of them
    /// rules them out.
    /// </summary>
    public Target Resolve(PresenceBook presence)
    {
        IEnumerable<RemotePresence> meant = Given ?? presence.Remotes;
        if (Names is { } names)
        {
            meant = meant.Where(remote => names.Any(name => name.Matches(remote)));
        }

        bool isEveryone = Names is null && Given is null;
        List<RemotePresence> expected =
        [
            .. meant.Where(remote => Filter is null || Filter.Evaluate(new PresenceKeys(remote)) != Truth.False),
        ];
        return new Target(
            isEveryone ? Audience.Everyone : Audience.Of([.. expected.Select(remote => remote.Id)]), Filter, expected);
    }
}
