using System.Buffers.Binary;

namespace Moi.Daemon.Jobs;

/// <summary>
/// Reads what a command printed, while it runs or afterwards. The files are written by a <see cref="SpoolWriter"/>,
/// usually of another process.
/// </summary>
/// <param name="directory">The command's directory.</param>
internal sealed class OutputSpool(string directory)
{
    private const int TotalsLength = 3 * sizeof(long);

    /// <summary>How many bytes of <paramref name="stream"/> have been taken in so far.</summary>
    /// <exception cref="IOException">The files can't be read.</exception>
    public long Total(OutputStream stream) => ReadTotals() is { } totals ? totals.Of(stream) : 0;

    /// <summary>How many bytes of a stream's beginning are kept, where its middle is not.</summary>
    /// <exception cref="IOException">The files can't be read.</exception>
    public long Head => ReadTotals() is { } totals ? totals.Layout.Head : 0;

    /// <summary>
    /// Reads at most <paramref name="count"/> bytes from <paramref name="offset"/> on. A piece ends at the edge
    /// between head and tail; where the offset has been dropped, the piece starts at the oldest byte that is there.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Offset or count is negative.</exception>
    /// <exception cref="IOException">The files can't be read.</exception>
    public SpoolPiece Read(OutputStream stream, long offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Totals totals = ReadTotals() ?? default;
        long total = totals.Of(stream);
        SpoolLayout layout = totals.Layout;
        if (offset >= total)
        {
            return new SpoolPiece(offset, default, 0, total);
        }

        if (offset < layout.Head)
        {
            long length = Math.Min(count, Math.Min(layout.Head, total) - offset);
            return new SpoolPiece(offset, ReadKept(stream, layout, offset, (int)length), 0, total);
        }

        long start = Math.Max(offset, layout.TailStart(total));
        ReadOnlyMemory<byte> data = ReadKept(stream, layout, start, (int)Math.Min(count, total - start));

        // The writer may have gone round the ring meanwhile: what is no longer tail may be overwritten.
        long after = ReadTotals() is { } now ? now.Of(stream) : total;
        int stale = (int)Math.Clamp(layout.TailStart(after) - start, 0, data.Length);
        return new SpoolPiece(start + stale, data[stale..], start + stale - offset, after);
    }

    private byte[] ReadKept(OutputStream stream, SpoolLayout layout, long offset, int count)
    {
        byte[] data = new byte[count];
        string path = CommandFiles.StreamIn(directory, stream);
        using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        int done = 0;
        while (done < count)
        {
            (long position, long run) = layout.Place(offset + done);
            int read = RandomAccess.Read(file, data.AsSpan(done, (int)Math.Min(run, count - done)), position);
            if (read == 0)
            {
                throw new EndOfStreamException($"{path} is shorter than it should be.");
            }

            done += read;
        }

        return data;
    }

    private Totals? ReadTotals()
    {
        Span<byte> bytes = stackalloc byte[TotalsLength];
        try
        {
            using var file = File.OpenHandle(
                CommandFiles.TotalsIn(directory), share: FileShare.ReadWrite | FileShare.Delete);
            return RandomAccess.Read(file, bytes, 0) == TotalsLength ? Totals.From(bytes) : null;
        }
        catch (FileNotFoundException)
        {
            return null; // The command has not started yet, or never did.
        }
    }

    private readonly record struct Totals(SpoolLayout Layout, long Stdout, long Stderr)
    {
        public static Totals From(ReadOnlySpan<byte> bytes) => new(
            new SpoolLayout(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[sizeof(long)..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[(2 * sizeof(long))..]));

        public long Of(OutputStream stream) => stream == OutputStream.Stdout ? Stdout : Stderr;
    }
}
