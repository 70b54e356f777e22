using System.Buffers.Binary;
using System.Runtime.Versioning;

using Microsoft.Win32.SafeHandles;

namespace Moi.Daemon.Jobs;

/// <summary>Writes a command's output to its directory, for <see cref="OutputSpool"/> to read at any time.</summary>
[SupportedOSPlatform("linux")]
internal sealed class SpoolWriter : IDisposable
{
    private readonly SafeFileHandle _totals;
    private readonly SpoolStream _stdout;
    private readonly SpoolStream _stderr;

    /// <summary>Makes the files; each stream takes at most the limit and one chunk of disk.</summary>
    /// <exception cref="IOException">They exist already, or can't be made.</exception>
    public SpoolWriter(string directory, long limit)
    {
        var layout = new SpoolLayout(limit);
        _stdout = Create(directory, OutputStream.Stdout, layout);
        _stderr = Create(directory, OutputStream.Stderr, layout);
        _totals = CommandFiles.CreateOwn(CommandFiles.TotalsIn(directory));
        Span<byte> totals = stackalloc byte[3 * sizeof(long)];
        totals.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(totals, limit);
        RandomAccess.Write(_totals, totals, 0);
    }

    /// <summary>Why some output could not be kept, if so.</summary>
    public string? Failure => _stdout.Failure ?? _stderr.Failure;

    /// <summary>Takes in the next bytes of a stream, at most <see cref="SpoolLayout.Chunk"/>.</summary>
    /// <returns>How many bytes of the stream can be read now.</returns>
    public long Append(OutputStream stream, ReadOnlySpan<byte> bytes)
    {
        SpoolStream spool = Of(stream);
        spool.Append(bytes);
        if (spool.Failure is null)
        {
            // Only now may readers count on the bytes. The file has its full length, so this can't run out of space.
            Span<byte> total = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(total, spool.Readable);
            RandomAccess.Write(_totals, total, (1 + (int)stream) * sizeof(long));
        }

        return spool.Readable;
    }

    /// <summary>Ends both streams, on the disk if <paramref name="durable"/>.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public (StreamResult Stdout, StreamResult Stderr) Finish(bool durable)
    {
        if (durable)
        {
            _stdout.Flush();
            _stderr.Flush();
            RandomAccess.FlushToDisk(_totals);
        }

        return (_stdout.Finish(), _stderr.Finish());
    }

    public void Dispose()
    {
        _stdout.Dispose();
        _stderr.Dispose();
        _totals.Dispose();
    }

    private static SpoolStream Create(string directory, OutputStream stream, SpoolLayout layout) =>
        new(CommandFiles.CreateOwn(CommandFiles.StreamIn(directory, stream)), layout);

    private SpoolStream Of(OutputStream stream) => stream == OutputStream.Stdout ? _stdout : _stderr;
}
