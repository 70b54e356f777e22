using Microsoft.Win32.SafeHandles;
using Moi.Protocol.Configuration;

namespace Moi.Daemon.Keys.Log;

/// <summary>A file on a real disk, made for its owner alone.</summary>
internal sealed class DiskFile : IStorageFile
{
    private readonly FileStream _stream;

    public DiskFile(string path)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            BufferSize = 0,
        };
        _stream = new FileStream(path, options.ForOwnerOnly());
    }

    public long Length => RandomAccess.GetLength(Handle);

    private SafeFileHandle Handle => _stream.SafeFileHandle;

    public byte[] ReadAll()
    {
        byte[] bytes = new byte[Length];
        _stream.Position = 0;
        _stream.ReadExactly(bytes);
        return bytes;
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(Handle, bytes, offset);

    public void Flush() => RandomAccess.FlushToDisk(Handle);

    public void Truncate(long length) => RandomAccess.SetLength(Handle, length);

    public void Dispose() => _stream.Dispose();
}
