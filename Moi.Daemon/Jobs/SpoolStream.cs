using Microsoft.Win32.SafeHandles;

namespace Moi.Daemon.Jobs;

/// <summary>Takes in one stream of a command: keeps head and tail, counts and digests all of it.</summary>
/// <param name="file">Where it is kept.</param>
/// <param name="layout">How much is kept and where it lies.</param>
internal sealed class SpoolStream(SafeFileHandle file, SpoolLayout layout) : IDisposable
{
    private readonly StreamDigest _digest = new();
    private long _total;

    /// <summary>How many bytes of the stream readers may ask for: all there were, until keeping them failed.</summary>
    public long Readable { get; private set; }

    /// <summary>Why bytes could not be kept, if so. They are still counted and digested.</summary>
    public string? Failure { get; private set; }

    /// <summary>Takes in the next bytes, at most <see cref="SpoolLayout.Chunk"/>.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _digest.Append(bytes);
        _total += bytes.Length;
        if (Failure is not null)
        {
            return;
        }

        try
        {
            Keep(bytes);
            Readable = _total;
        }
        catch (IOException error)
        {
            // A full disk must neither end nor block the command.
            Failure = error.Message;
        }
    }

    /// <summary>Forces what is kept to the disk.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public void Flush()
    {
        if (Readable > 0)
        {
            RandomAccess.FlushToDisk(file);
        }
    }

    /// <summary>What became of the stream. Ends it.</summary>
    public StreamResult Finish() =>
        new(_total, _digest.Finish(), layout.Missing(Readable) + _total - Readable);

    public void Dispose() => file.Dispose();

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        long offset = Readable;
        while (!bytes.IsEmpty && (offset < layout.Head || layout.Tail > 0))
        {
            (long position, long run) = layout.Place(offset);
            int length = (int)Math.Min(run, bytes.Length);
            RandomAccess.Write(file, bytes[..length], position);
            bytes = bytes[length..];
            offset += length;
        }
    }
}
