using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Groups;

/// <summary>A group as the operator remembers it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Members">Everyone who must answer.</param>
internal sealed record Group(string Name, IReadOnlyList<Member> Members)
{
    /// <summary>The name of the group that everyone should be in; it maps addresses to names where presence does not.</summary>
    public const string All = "all";

    /// <summary>Which set of members this is.</summary>
    public string Generation => GroupGeneration.Of(Members.Select(member => member.Id));

    /// <summary>What is known of each member now; of one the broker never spoke of, what was known when it joined.</summary>
    public IEnumerable<RemotePresence> Present(PresenceBook presence) =>
        Members.Select(member => presence.Find(member.Id) ?? member.AsRemembered());
}

/// <summary>A member of a group.</summary>
/// <param name="Id">Its lasting identity, which is what counts.</param>
/// <param name="Address">Its address when it joined.</param>
/// <param name="Name">Its name when it joined.</param>
internal sealed record Member(string Id, string Address, string Name)
{
    /// <summary>The member as a remote of which nothing is known now.</summary>
    public RemotePresence AsRemembered() => new(
        new PresenceMessage
        {
            Id = Id,
            Address = Address,
            Name = Name,
            Moid = string.Empty,
            Architecture = string.Empty,
            Online = false,
            Incarnation = Guid.Empty,
            Epoch = 0,
        },
        PresenceState.Unknown,
        null,
        Clashes: false);
}
