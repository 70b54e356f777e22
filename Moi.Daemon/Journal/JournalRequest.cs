using System.Security.Cryptography;

namespace Moi.Daemon.Journal;

/// <summary>What the journal needs to know of a request.</summary>
public sealed class JournalRequest
{
    private const int MaxLength = 128;

    private readonly ReadOnlyMemory<byte> _body;

    /// <summary>Describes a request.</summary>
    /// <param name="operator">Who sent it, as verified: 1 to 128 characters.</param>
    /// <param name="id">The id it carries: 1 to 128 characters.</param>
    /// <param name="body">The exact bytes of its body, which nobody changes any more. The journal keeps only their SHA-256.</param>
    /// <param name="until">
    /// Unix milliseconds from which on nobody accepts it any more: issued-at plus ttl plus the largest skew allowed.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Operator or id is empty, too long, or holds control or broken characters.
    /// </exception>
    public JournalRequest(string @operator, string id, ReadOnlyMemory<byte> body, long until)
    {
        Check(@operator, nameof(@operator));
        Check(id, nameof(id));
        Key = new RequestKey(@operator, id);
        _body = body;
        Until = until;
    }

    internal RequestKey Key { get; }

    /// <remarks>Made when it is asked for: most requests only read, and the journal never hears of them.</remarks>
    internal byte[] Digest => field ??= SHA256.HashData(_body.Span);

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
