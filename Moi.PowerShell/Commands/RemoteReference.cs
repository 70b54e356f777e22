using System.Management.Automation;
using Moi.PowerShell.Groups;
using Moi.Protocol;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Commands;

/// <summary>
/// The remote that a piped object names: a text, the target of an error, else its Id, else its Address, else its Name. Objects
/// from another session or a file work, since only the names of properties count.
/// </summary>
/// <param name="Text">The name, address or id.</param>
/// <param name="IsId">Whether it is an id.</param>
/// <param name="Remembered">The whole of it, where the object tells that: what is said of a remote that nobody hears of any more.</param>
internal sealed record RemoteReference(string Text, bool IsId, Member? Remembered)
{
    /// <summary>The remotes that an object names: a group names its members, an error all that it is about, equal results all their remotes.</summary>
    public static IReadOnlyList<RemoteReference> AllOf(PSObject input) => input.BaseObject switch
    {
        MoiGroup group => [.. group.Members.Select(member => new RemoteReference(member.Id, IsId: true, new Member(member.Id, member.Address, member.Name)))],
        ErrorRecord { TargetObject: MoiRemote[] several } => [.. several.SelectMany(remote => AllOf(PSObject.AsPSObject(remote)))],
        MoiResultGroup equal => [.. equal.Results.SelectMany(AllOf)],
        _ => Of(input) is { } reference ? [reference] : [],
    };

    private static RemoteReference? Of(PSObject input)
    {
        object? value = input.BaseObject is ErrorRecord error ? error.TargetObject : input;
        if (value is null)
        {
            return null;
        }

        PSObject named = PSObject.AsPSObject(value);
        if (named.BaseObject is string text)
        {
            return text.Length == 0 ? null : new RemoteReference(text, IsId: false, null);
        }

        (string? id, string? address, string? name) = (TextOf(named, "Id"), TextOf(named, "Address"), TextOf(named, "Name"));
        Member? remembered = id is not null && Token.IsValid(id) && address is not null && name is not null ? new Member(id, address, name) : null;
        return (id ?? address ?? name) is { } found ? new RemoteReference(found, IsId: id is not null, remembered) : null;
    }

    private static string? TextOf(PSObject named, string property) =>
        named.Properties[property]?.Value is (string or PSObject { BaseObject: string }) and { } part && part.ToString() is { Length: > 0 } text
            ? text
            : null;

    /// <summary>Those it can mean: an id at most one, a name perhaps several.</summary>
    public IReadOnlyList<RemotePresence> Find(PresenceBook presence)
    {
        if (presence.Find(Text) is { } byId)
        {
            return [byId];
        }

        if (IsId)
        {
            return [];
        }

        List<RemotePresence> byAddress = [.. presence.Remotes.Where(remote => remote.Address == Text)];
        return byAddress.Count > 0
            ? byAddress
            : [.. presence.Remotes.Where(remote => string.Equals(remote.Name, Text, StringComparison.OrdinalIgnoreCase))];
    }
}
