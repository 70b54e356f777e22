namespace Moi.Daemon.Tests.Keys;

/// <summary>A file as programs see it, and as it stands on the medium.</summary>
internal sealed class SimulatedFile
{
    /// <summary>Small, so that short lines are torn too.</summary>
    private const int SectorLength = 8;

    private readonly List<Unsynced> _unsynced = [];
    private byte[] _durable = [];

    public byte[] Content { get; set; } = [];

    public void Write(byte[] bytes, int offset)
    {
        Content = Patched(Content, bytes, offset);
        _unsynced.Add(new Unsynced(offset, bytes));
    }

    public void Truncate(int length)
    {
        Content = Resized(Content, length);
        _unsynced.Add(new Unsynced(length, null));
    }

    public void Sync()
    {
        _durable = [.. Content];
        _unsynced.Clear();
    }

    public void LosePower(Random random)
    {
        foreach ((int offset, byte[]? bytes) in _unsynced)
        {
            _durable = (bytes, random.Next(4)) switch
            {
                (_, 0) => _durable,
                (null, _) => Resized(_durable, offset),
                (_, 1) => Patched(_durable, bytes, offset),
                (_, 2) => Patched(_durable, bytes[..random.Next(bytes.Length + 1)], offset),
                _ => WithSomeSectors(_durable, bytes, offset, random),
            };
        }

        Content = [.. _durable];
        _unsynced.Clear();
    }

    private static byte[] WithSomeSectors(byte[] content, byte[] bytes, int offset, Random random)
    {
        // The length may be on disk where the data is not: then there are zeros.
        byte[] patched = random.Next(2) == 0 ? content : Patched(content, new byte[bytes.Length], offset);
        for (int start = 0; start < bytes.Length; start += SectorLength)
        {
            if (random.Next(2) == 0)
            {
                patched = Patched(patched, bytes[start..Math.Min(bytes.Length, start + SectorLength)], offset + start);
            }
        }

        return patched;
    }

    private static byte[] Patched(byte[] content, byte[] bytes, int offset)
    {
        byte[] patched = Resized(content, Math.Max(content.Length, offset + bytes.Length));
        bytes.CopyTo(patched, offset);
        return patched;
    }

    private static byte[] Resized(byte[] content, int length)
    {
        byte[] resized = new byte[length];
        content.AsSpan(0, Math.Min(content.Length, length)).CopyTo(resized);
        return resized;
    }

    private readonly record struct Unsynced(int Offset, byte[]? Bytes);
}
