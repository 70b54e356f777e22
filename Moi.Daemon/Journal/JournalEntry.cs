namespace Moi.Daemon.Journal;

/// <summary>What is known of one request.</summary>
internal sealed class JournalEntry
{
    private volatile bool _isRunning;

    private JournalEntry(RequestKey key, byte[] digest, long until)
    {
        Key = key;
        Digest = digest;
        Until = until;
        Keep = until;
    }

    public RequestKey Key { get; }

    /// <summary>SHA-256 of the body.</summary>
    public byte[] Digest { get; }

    /// <summary>Unix milliseconds from which on the request is expired.</summary>
    public long Until { get; }

    /// <summary>Unix milliseconds from which on the entry is not needed; never before <see cref="Until"/>.</summary>
    public long Keep { get; private init; }

    public bool IsDone { get; private init; }

    /// <summary>Null as long as it is not done, and when it was dropped to make room.</summary>
    public byte[]? Result { get; private init; }

    /// <summary>
    /// Whether this process is at it. The one thing that can change, and not part of what is kept: after a restart
    /// nobody is at it, which is what makes it unknown.
    /// </summary>
    public bool IsRunning => _isRunning;

    /// <summary>A request that this process begins.</summary>
    public static JournalEntry Started(JournalRequest request) =>
        new(request.Key, request.Digest, request.Until) { _isRunning = true };

    /// <summary>A request that an earlier process began.</summary>
    public static JournalEntry Interrupted(RequestKey key, byte[] digest, long until) => new(key, digest, until);

    /// <summary>A request that is done.</summary>
    public static JournalEntry Done(RequestKey key, byte[] digest, long until, long keep, byte[]? result) =>
        new(key, digest, until) { Keep = Math.Max(until, keep), IsDone = true, Result = result };

    public JournalEntry WithoutResult() => Done(Key, Digest, Until, Keep, result: null);

    public void StopRunning() => _isRunning = false;
}
