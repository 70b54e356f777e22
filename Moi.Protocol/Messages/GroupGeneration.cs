using System.Security.Cryptography;
using System.Text;

namespace Moi.Protocol.Messages;

/// <summary>
/// Tells one set of members from another: whoever joined under another generation does nothing, so that a group that was
/// defined anew is never half the old one. Two operators who define the same set get the same generation.
/// </summary>
public static class GroupGeneration
{
    /// <summary>The generation of a set of remotes: 16 hexadecimal digits of the SHA-256 of their sorted ids.</summary>
    public static string Of(IEnumerable<string> ids)
    {
        string sorted = string.Join('\n', ids.Order(StringComparer.Ordinal).Distinct(StringComparer.Ordinal));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(sorted)).AsSpan(0, 8)).ToLowerInvariant();
    }
}
