namespace Moi.Daemon.Jobs;

/// <summary>
/// Where the bytes of a stream lie in its file: the head literally, then a ring that holds the tail. A stream that
/// fits is the file, byte by byte.
/// </summary>
/// <param name="Limit">How many bytes of the stream are kept.</param>
internal readonly record struct SpoolLayout(long Limit)
{
    /// <summary>
    /// The most that is written at once. The ring has this much room to spare, so that a write under way never
    /// touches the tail as readers know it.
    /// </summary>
    public const int Chunk = 64 * 1024;

    /// <summary>How many bytes are kept from the stream's beginning.</summary>
    public long Head => Limit / 2;

    /// <summary>How many bytes are kept before the stream's end.</summary>
    public long Tail => Limit - Head;

    private long Ring => Tail + Chunk;

    /// <summary>The first byte of the tail when the stream has <paramref name="total"/> bytes.</summary>
    public long TailStart(long total) => Math.Max(Head, total - Tail);

    /// <summary>How many bytes of a stream of <paramref name="total"/> bytes lie between head and tail.</summary>
    public long Missing(long total) => Math.Max(0, total - Limit);

    /// <summary>
    /// Where byte <paramref name="offset"/> of the stream lies in the file, and how many from there on lie together.
    /// </summary>
    public (long Position, long Run) Place(long offset)
    {
        if (offset < Head)
        {
            return (offset, Head - offset);
        }

        long inRing = (offset - Head) % Ring;
        return (Head + inRing, Ring - inRing);
    }
}
