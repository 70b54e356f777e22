using Moi.Protocol.Filters;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Fleet;

/// <summary>Who is meant by a question, as resolved from presence at one moment.</summary>
/// <param name="Audience">Who is to answer, as the request says it.</param>
/// <param name="Filter">The condition on keys that the remotes evaluate; null for none.</param>
/// <param name="Expected">Everyone who should answer, those known to be offline included.</param>
internal sealed record Target(Audience Audience, Filter? Filter, IReadOnlyList<RemotePresence> Expected)
{
    /// <summary>Nobody, as an empty pipeline means.</summary>
    public static Target Nobody { get; } = new(Audience.Of([]), null, []);

    /// <summary>One remote, by id; whoever is not known is not expected to answer.</summary>
    public static Target Only(string id, PresenceBook presence) =>
        new(Audience.Of([id]), null, presence.Find(id) is { } remote ? [remote] : []);

    /// <summary>Exactly these remotes, whatever their keys say by now.</summary>
    /// <param name="remotes">The remotes.</param>
    /// <param name="stage">The question that all of them answered; null for none.</param>
    public static Target Exactly(IReadOnlyList<RemotePresence> remotes, Stage? stage)
    {
        List<string> ids = [.. remotes.Select(remote => remote.Id)];
        return new(stage?.AudienceFor(ids) ?? Audience.Of(ids), null, remotes);
    }

    /// <summary>Whether anybody could answer at all: one named remote is asked even if it is not heard of.</summary>
    public bool IsNobody => Audience.Remotes is { Count: 0 };
}
