using Moi.Protocol.Presence;

namespace Moi.PowerShell.Fleet;

/// <summary>A name, an address or an id as the operator typed it.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsWildcard">Whether it may match nobody, or many.</param>
/// <param name="IsMatch">Whether a name matches it.</param>
internal sealed record NamePattern(string Text, bool IsWildcard, Func<string, bool> IsMatch)
{
    /// <summary>Whether it means this remote. A wildcard means names and addresses: an id that a store made up begins with anything.</summary>
    public bool Matches(RemotePresence remote) =>
        IsMatch(remote.Name) || IsMatch(remote.Address) || (!IsWildcard && IsMatch(remote.Id));
}
