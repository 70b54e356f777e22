using System.Security.Cryptography;

namespace Moi.Daemon.Journal;

/// <summary>What the journal needs to know of a request.</summary>
public sealed class JournalRequest
{
    private const int MaxLength = 128;

    /// <summary>Describes a request.</summary>
    /// <param name="operator">Who sent it, as verified: 1 to 128 characters.</param>
    /// <param name="id">The id it carries: 1 to 128 characters.</param>
    /// <param name="body">The exact bytes of its body. Only their SHA-256 is kept.</param>
    /// <param name="until">
    /// Unix milliseconds from which on nobody accepts it any more: issued-at plus ttl plus the largest skew allowed.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Operator or id is empty, too long, or holds control or broken characters.
    /// </exception>
    public JournalRequest(string @operator, string id, ReadOnlySpan<byte> body, long until)
    {
        Check(@operator, nameof(@operator));
        Check(id, nameof(id));
        Key = new RequestKey(@operator, id);
        Digest = SHA256.HashData(body);
        Until = until;
    }

    internal RequestKey Key { get; }

    internal byte[] Digest { get; }

    internal long Until { get; }

    private static void Check(string text, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, parameter);
        if (text.Length > MaxLength || text.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
        {
            throw new ArgumentException($"Must be 1 to {MaxLength} printable characters.", parameter);
        }
    }
}
