using System.Management.Automation;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Commands;

/// <summary>
/// The remote that a piped object names: a text, the target of an error, else its Id, else its Address, else its Name. Objects
/// from another session or a file work, since only the names of properties count.
/// </summary>
/// <param name="Text">The name, address or id.</param>
/// <param name="IsId">Whether it is an id.</param>
internal sealed record RemoteReference(string Text, bool IsId)
{
    /// <summary>The remotes that an object names: a group names its members, equal results all their remotes.</summary>
    public static IReadOnlyList<RemoteReference> AllOf(PSObject input) => input.BaseObject switch
    {
        MoiGroup group => [.. group.Members.Select(member => new RemoteReference(member.Id, IsId: true))],
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
            return text.Length == 0 ? null : new RemoteReference(text, IsId: false);
        }

        foreach (string property in (ReadOnlySpan<string>)["Id", "Address", "Name"])
        {
            if (named.Properties[property]?.Value is { } part && part.ToString() is { Length: > 0 } name && part is string or PSObject { BaseObject: string })
            {
                return new RemoteReference(name, property == "Id");
            }
        }

        return null;
    }

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
