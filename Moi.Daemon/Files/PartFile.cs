using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Moi.Daemon.Keys.Log;
using Moi.Protocol.Configuration;
using Moi.Protocol.Transfer;

namespace Moi.Daemon.Files;

/// <summary>
/// A file that is not whole yet, under a name of its own beside its place, readable by its owner alone. What of it is there is
/// never taken from a note: it is hashed anew, so that no crash can have left it wrong.
/// </summary>
internal sealed class PartFile : IDisposable
{
    private const UnixFileMode Permissions = (UnixFileMode)0x1FF;

    private readonly PartBook _book;
    private readonly string _key;
    private readonly string _part;
    private readonly FileStream _stream;

    private PartFile(PartBook book, string key, string part, FileStream stream)
    {
        _book = book;
        _key = key;
        _part = part;
        _stream = stream;
    }

    private SafeFileHandle Handle => _stream.SafeFileHandle;

    /// <summary>Takes up the part that an earlier transfer left, or begins one with room for the whole file.</summary>
    /// <param name="book">Knows of earlier ones.</param>
    /// <param name="key">The claim to it.</param>
    /// <param name="folder">Where the file is to be.</param>
    /// <param name="size">Its size.</param>
    /// <exception cref="IOException">It cannot be made, or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be made.</exception>
    public static PartFile Open(PartBook book, string key, string folder, long size)
    {
        if (book.Find(key) is { } earlier && File.Exists(earlier))
        {
            book.Note(key, earlier);
            return new PartFile(book, key, earlier, new FileStream(earlier, OptionsFor(FileMode.Open, 0)));
        }

        // A name nobody can foresee: in a folder that everyone can write to, nobody can have put a file there.
        string part = Path.Combine(folder, $".moi-{Convert.ToHexString(RandomNumberGenerator.GetBytes(8)).ToLowerInvariant()}.part");
        book.Note(key, part);
        try
        {
            return new PartFile(book, key, part, new FileStream(part, OptionsFor(FileMode.CreateNew, size)));
        }
        catch
        {
            book.Forget(key);
            throw;
        }
    }

    /// <summary>Finds the blocks that are there already.</summary>
    public void Resume(FileReceiver receiver, CancellationToken cancellationToken)
    {
        BlockLayout layout = receiver.Layout;
        byte[] buffer = new byte[layout.BlockSize];
        long length = RandomAccess.GetLength(Handle);
        for (int block = layout.ListBlocks; block < layout.Count && layout.OffsetOf(block) < length; block++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<byte> data = buffer.AsSpan(0, layout.LengthOf(block));
            if (Read(data, layout.OffsetOf(block)))
            {
                receiver.Holds(block, data);
            }
        }
    }

    /// <summary>Writes a block down.</summary>
    public void Write(ReadOnlySpan<byte> data, long offset) => RandomAccess.Write(Handle, data, offset);

    /// <summary>
    /// Checks the whole, and puts it in its place in one step: whoever looks sees the old file or the new one, and so does a
    /// device that loses power.
    /// </summary>
    /// <returns>Whether the whole is the file that was announced; if not, it has been deleted.</returns>
    public bool Commit(FileManifest manifest, string path, CancellationToken cancellationToken)
    {
        if (RandomAccess.GetLength(Handle) != manifest.Size)
        {
            RandomAccess.SetLength(Handle, manifest.Size);
        }

        RandomAccess.FlushToDisk(Handle);
        _stream.Position = 0;
        if (FileHash.Of(_stream, cancellationToken) != manifest.Sha256)
        {
            Delete();
            return false;
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Handle, (UnixFileMode)manifest.Mode & Permissions);
        }

        RandomAccess.FlushToDisk(Handle);
        cancellationToken.ThrowIfCancellationRequested();
        File.Move(_part, path, overwrite: true);
        FlushFolder(Path.GetDirectoryName(path)!);
        _book.Forget(_key);
        return true;
    }

    /// <summary>Gives the file up.</summary>
    public void Delete()
    {
        _stream.Dispose();
        PartBook.Delete(_part);
        _book.Forget(_key);
    }

    /// <summary>Closes the file; what is there stays for the next time.</summary>
    public void Dispose() => _stream.Dispose();

    /// <summary>Gives a file that is in place its permissions; those that would lend it its owner's rights are never given.</summary>
    public static void SetMode(string path, int mode)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != ((UnixFileMode)mode & Permissions))
        {
            File.SetUnixFileMode(path, (UnixFileMode)mode & Permissions);
        }
    }

    private static FileStreamOptions OptionsFor(FileMode mode, long size)
    {
        FileStreamOptions options = new()
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = 0,
            PreallocationSize = size,
        };
        return mode == FileMode.CreateNew ? options.ForOwnerOnly() : options;
    }

    private static void FlushFolder(string folder)
    {
        // Windows has no such call; NTFS journals its names.
        if (!OperatingSystem.IsWindows())
        {
            using SafeFileHandle handle = Libc.OpenForReading(folder);
            RandomAccess.FlushToDisk(handle);
        }
    }

    private bool Read(Span<byte> data, long offset)
    {
        while (!data.IsEmpty)
        {
            int read = RandomAccess.Read(Handle, data, offset);
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
