using Moi.Daemon.Keys.Log;

namespace Moi.Fuzz.Parsers;

/// <summary>A folder of a store that is nowhere but in memory.</summary>
/// <param name="log">What stands in the log.</param>
internal sealed class MemoryStorage(byte[] log) : IStorage
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal) { [RecordLog.FileName] = log };

    /// <summary>What stands in the log now.</summary>
    public byte[] Log => _files[RecordLog.FileName];

    public string Location => "/memory";

    public IStorageFile Open(string name)
    {
        _files.TryAdd(name, []);
        return new MemoryFile(_files, name);
    }

    public void Rename(string from, string to)
    {
        _files[to] = _files[from];
        _files.Remove(from);
    }

    public void Delete(string name) => _files.Remove(name);

    public void FlushDirectory()
    {
    }

    public void Dispose()
    {
    }

    private sealed class MemoryFile(Dictionary<string, byte[]> files, string name) : IStorageFile
    {
        public long Length => files[name].Length;

        public byte[] ReadAll() => [.. files[name]];

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            byte[] content = new byte[Math.Max(files[name].Length, (int)offset + bytes.Length)];
            files[name].CopyTo(content, 0);
            bytes.CopyTo(content.AsSpan((int)offset));
            files[name] = content;
        }

        public void Flush()
        {
        }

        public void Truncate(long length)
        {
            byte[] content = files[name];
            Array.Resize(ref content, (int)length);
            files[name] = content;
        }

        public void Dispose()
        {
        }
    }
}
