using Moi.Testing;

namespace Moi.Bench.Fleets;

/// <summary>A file of random bytes, which can become another one of the same size.</summary>
internal sealed class BenchFile : IDisposable
{
    private const int Piece = 1024 * 1024;

    private readonly TemporaryFolder _folder = new();

    /// <summary>Writes one.</summary>
    /// <param name="length">Its length in bytes, a multiple of 1 MiB.</param>
    public BenchFile(long length)
    {
        using FileStream file = new(Path, FileMode.CreateNew);
        byte[] piece = new byte[Piece];
        for (long written = 0; written < length; written += piece.Length)
        {
            Random.Shared.NextBytes(piece);
            file.Write(piece);
        }
    }

    /// <summary>Where it is.</summary>
    public string Path => _folder["bench.bin"];

    /// <summary>Makes it another one.</summary>
    public void Change()
    {
        byte[] mark = new byte[sizeof(long)];
        Random.Shared.NextBytes(mark);
        using FileStream file = new(Path, FileMode.Open, FileAccess.Write);
        file.Write(mark);
    }

    public void Dispose() => _folder.Dispose();
}
