using System.Security.Cryptography;
using Moi.Protocol.Transfer;

namespace Moi.PowerShell.Fleet.Files;

/// <summary>A local file that is sent: hashed once, and read block by block after that.</summary>
internal sealed class FileSource : IDisposable
{
    private const int DefaultMode = 0x1A4;
    private const int ExecutableMode = 0x1ED;
    private const int PermissionBits = 0x1FF;

    private readonly FileStream _stream;
    private readonly byte[] _list;

    private FileSource(FileStream stream, BlockLayout layout, byte[] list, FileManifest manifest)
    {
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
    /// <param name="mode">The permission bits it gets on the remotes; null for those it has, or, on Windows, those that its kind suggests.</param>
    /// <param name="cancellationToken">Ends the hashing.</param>
    /// <exception cref="MoiException">It cannot be read, or not be sent.</exception>
    public static FileSource Open(string path, int? mode, CancellationToken cancellationToken)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MoiException($"'{path}' cannot be read: {e.Message}", e);
        }

        try
        {
            return Read(path, stream, mode, cancellationToken);
        }
        catch (Exception e)
        {
            stream.Dispose();
            if (e is IOException)
            {
                throw new MoiException($"'{path}' cannot be read: {e.Message}", e);
            }

            throw;
        }
    }

    /// <summary>The message that carries a block.</summary>
    /// <exception cref="MoiException">The file is not what it was when it was hashed.</exception>
    public byte[] MessageOf(int block, uint sequence)
    {
        byte[] message = new byte[BlockMessage.HeaderLength + Layout.LengthOf(block)];
        Span<byte> data = message.AsSpan(BlockMessage.HeaderLength);
        long offset = Layout.OffsetOf(block);
        if (Layout.IsOfList(block))
        {
            _list.AsSpan((int)offset, data.Length).CopyTo(data);
        }
        else
        {
            int entry = (block - Layout.ListBlocks) * BlockLayout.HashLength;
            if (!TryFill(data, offset) || !SHA256.HashData(data).AsSpan().SequenceEqual(_list.AsSpan(entry, BlockLayout.HashLength)))
            {
                throw new MoiException($"'{_stream.Name}' was changed while it was sent; send it again.");
            }
        }

        BlockMessage.WriteHeader(message, block, sequence);
        return message;
    }

    public void Dispose() => _stream.Dispose();

    private static FileSource Read(string path, FileStream stream, int? mode, CancellationToken cancellationToken)
    {
        long size = stream.Length;
        int blockSize = BlockLayout.BlockSizeFor(size);
        if (!BlockLayout.IsPossible(size, blockSize))
        {
            throw new MoiException($"'{path}' is too large: files of up to {(long)BlockLayout.MostBlocks * BlockLayout.LargestBlock} bytes can be sent.");
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

        return new FileSource(stream, layout, list, new FileManifest
        {
            Name = System.IO.Path.GetFileName(path),
            Size = size,
            BlockSize = blockSize,
            Sha256 = Hex(whole.GetHashAndReset()),
            ListSha256 = Hex(SHA256.HashData(list)),
            Mode = mode ?? ModeOf(path, stream),
        });
    }

    /// <summary>Windows knows no permissions: what a Linux would run becomes executable.</summary>
    private static int ModeOf(string path, FileStream stream)
    {
        if (!OperatingSystem.IsWindows())
        {
            return (int)File.GetUnixFileMode(path) & PermissionBits;
        }

        Span<byte> start = stackalloc byte[4];
        int length = RandomAccess.Read(stream.SafeFileHandle, start, 0);
        return (length >= 2 && start[..2].SequenceEqual("#!"u8)) || (length == 4 && start.SequenceEqual("\u007fELF"u8))
            ? ExecutableMode
            : DefaultMode;
    }

    private static string Hex(byte[] hash) => Convert.ToHexString(hash).ToLowerInvariant();

    private bool TryFill(Span<byte> data, long offset)
    {
        while (!data.IsEmpty)
        {
            int read = RandomAccess.Read(_stream.SafeFileHandle, data, offset);
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
