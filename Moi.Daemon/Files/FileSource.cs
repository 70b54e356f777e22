using System.Security.Cryptography;
using Moi.Protocol.Transfer;

namespace Moi.Daemon.Files;

/// <summary>
/// A file that is sent, by either end: hashed once, and read block by block after that. What it gives is one state of the file: where it may
/// have been written to while it was hashed it is read again, and each block is checked once more when it is sent.
/// </summary>
internal sealed class FileSource : IDisposable
{
    private const int DefaultMode = 0x1A4;
    private const int ExecutableMode = 0x1ED;
    private const int PermissionBits = 0x1FF;

    /// <summary>The coarsest clock that file systems note changes by.</summary>
    private static readonly TimeSpan CoarsestClock = TimeSpan.FromSeconds(2);

    private readonly string _path;
    private readonly FileStream _stream;
    private readonly byte[] _list;

    private FileSource(string path, FileStream stream, BlockLayout layout, byte[] list, FileManifest manifest)
    {
        _path = path;
        _stream = stream;
        Layout = layout;
        _list = list;
        Manifest = manifest;
    }

    /// <summary>What the file is.</summary>
    public FileManifest Manifest { get; }

    /// <summary>How it is cut into blocks.</summary>
    public BlockLayout Layout { get; }

    /// <summary>Opens and hashes a file.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="mode">The permission bits to tell of; null for those it has, or, on Windows, those that its kind suggests.</param>
    /// <param name="largestBlock">The largest block that all on the way take, in bytes.</param>
    /// <param name="cancellationToken">Ends the hashing.</param>
    /// <exception cref="FileChangedException">It was changed meanwhile.</exception>
    /// <exception cref="IOException">It cannot be read, or not be sent.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileSource Open(string path, int? mode, int largestBlock, CancellationToken cancellationToken)
    {
        if (!FileKind.IsRegular(path))
        {
            throw new IOException($"'{path}' is no file that holds data, or it is not there.");
        }

        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        try
        {
            return Read(path, stream, mode, largestBlock, cancellationToken);
        }
        catch (EndOfStreamException)
        {
            stream.Dispose();
            throw new FileChangedException(path);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The message that carries a block.</summary>
    /// <exception cref="FileChangedException">The file is not what it was when it was hashed.</exception>
    public byte[] MessageOf(int block, uint sequence)
    {
        byte[] message = new byte[BlockMessage.HeaderLength + Layout.LengthOf(block)];
        Span<byte> data = message.AsSpan(BlockMessage.HeaderLength);
        long offset = Layout.OffsetOf(block);
        if (Layout.IsOfList(block))
        {
            _list.AsSpan((int)offset, data.Length).CopyTo(data);
        }
        else if (!IsAsListed(_stream, block, data, Layout, _list))
        {
            throw new FileChangedException(_path);
        }

        BlockMessage.WriteHeader(message, block, sequence);
        return message;
    }

    public void Dispose() => _stream.Dispose();

    private static FileSource Read(string path, FileStream stream, int? mode, int largestBlock, CancellationToken cancellationToken)
    {
        DateTime opened = DateTime.UtcNow;
        DateTime changed = File.GetLastWriteTimeUtc(stream.SafeFileHandle);
        long size = stream.Length;
        int blockSize = BlockLayout.BlockSizeFor(size, largestBlock);
        if (!BlockLayout.IsPossible(size, blockSize))
        {
            throw new IOException($"'{path}' is too large: in blocks of {blockSize} bytes, files of up to {(long)BlockLayout.MostBlocks * blockSize} bytes can be sent.");
        }

        if (size == 0 && stream.ReadByte() >= 0)
        {
            throw new IOException($"'{path}' does not say how long it is, as files of the kernel do: copy it into a file on the disk first.");
        }

        BlockLayout layout = new(size, blockSize);
        byte[] list = new byte[layout.ListLength];
        byte[] buffer = new byte[blockSize];
        using IncrementalHash whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < layout.DataBlocks; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<byte> data = buffer.AsSpan(0, layout.LengthOf(layout.ListBlocks + i));
            stream.ReadExactly(data);
            whole.AppendData(data);
            SHA256.HashData(data, list.AsSpan(i * BlockLayout.HashLength));
        }

        if (changed > opened - CoarsestClock || File.GetLastWriteTimeUtc(stream.SafeFileHandle) != changed)
        {
            RequireAsListed(path, stream, layout, list, buffer, cancellationToken);
        }

        return new FileSource(path, stream, layout, list, new FileManifest
        {
            Name = Path.GetFileName(path),
            Size = size,
            BlockSize = blockSize,
            Sha256 = Hex(whole.GetHashAndReset()),
            ListSha256 = Hex(SHA256.HashData(list)),
            Mode = mode ?? ModeOf(stream),
        });
    }

    /// <summary>
    /// Reads a file once more that may have been written to while it was hashed. What is the same both times is what the file was
    /// in between; a log that only grew is, up to where it ended.
    /// </summary>
    private static void RequireAsListed(
        string path, FileStream stream, BlockLayout layout, byte[] list, byte[] buffer, CancellationToken cancellationToken)
    {
        for (int block = layout.ListBlocks; block < layout.Count; block++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!IsAsListed(stream, block, buffer.AsSpan(0, layout.LengthOf(block)), layout, list))
            {
                throw new FileChangedException(path);
            }
        }
    }

    private static bool IsAsListed(FileStream stream, int block, Span<byte> data, BlockLayout layout, byte[] list)
    {
        ReadOnlySpan<byte> hash = list.AsSpan((block - layout.ListBlocks) * BlockLayout.HashLength, BlockLayout.HashLength);
        return TryFill(stream, data, layout.OffsetOf(block)) && SHA256.HashData(data).AsSpan().SequenceEqual(hash);
    }

    /// <summary>Windows knows no permissions: what a Linux would run becomes executable.</summary>
    private static int ModeOf(FileStream stream)
    {
        if (!OperatingSystem.IsWindows())
        {
            return (int)File.GetUnixFileMode(stream.SafeFileHandle) & PermissionBits;
        }

        Span<byte> start = stackalloc byte[4];
        int length = RandomAccess.Read(stream.SafeFileHandle, start, 0);
        return (length >= 2 && start[..2].SequenceEqual("#!"u8)) || (length == 4 && start.SequenceEqual("\u007fELF"u8))
            ? ExecutableMode
            : DefaultMode;
    }

    private static string Hex(byte[] hash) => Convert.ToHexString(hash).ToLowerInvariant();

    private static bool TryFill(FileStream stream, Span<byte> data, long offset)
    {
        while (!data.IsEmpty)
        {
            int read = RandomAccess.Read(stream.SafeFileHandle, data, offset);
            if (read == 0)
            {
                return false;
            }

            data = data[read..];
            offset += read;
        }

        return true;
    }
}
