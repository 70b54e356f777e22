using Moi.Protocol.Presence;

namespace Moi.PowerShell.Fleet;

/// <summary>A name, an address or an id as the operator typed it.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsWildcard">Whether it may match nobody, or many.</param>
/// <param name="IsMatch">Whether a name matches it.</param>
internal sealed record NamePattern(string Text, bool IsWildcard, Func<string, bool> IsMatch)
{
    /// <summary>Whether it means this remote.</summary>
    public bool Matches(RemotePresence remote) => IsMatch(remote.Name) || IsMatch(remote.Address) || IsMatch(remote.Id);
}
