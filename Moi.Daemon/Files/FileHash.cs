using System.Security.Cryptography;

namespace Moi.Daemon.Files;

/// <summary>The SHA-256 of files.</summary>
internal static class FileHash
{
    private const int BufferLength = 128 * 1024;

    /// <summary>The hash of what is left of a stream, in hexadecimal digits, lower case.</summary>
    public static string Of(Stream stream, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferLength];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer.AsSpan(0, read));
        }

        return Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant();
    }

    /// <summary>Whether the file at a path has this size and hash. One that cannot be read has not.</summary>
    public static bool Matches(string path, long size, string sha256, CancellationToken cancellationToken)
    {
        if (!FileKind.IsRegular(path) || new FileInfo(path).Length != size)
        {
            return false;
        }

        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return Of(stream, cancellationToken) == sha256;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that may be replaced need not be readable.
            return false;
        }
    }
}
