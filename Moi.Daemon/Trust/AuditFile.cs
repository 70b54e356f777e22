using Moi.Protocol.Configuration;

namespace Moi.Daemon.Trust;

/// <summary>
/// A file of lines that grows to a limit; then it becomes <c>FILE.1</c>, what was that <c>FILE.2</c>, and the last is deleted. For
/// the daemon's user alone. Safe for several threads.
/// </summary>
internal sealed class AuditFile(string path, long limit, int kept)
{
    private readonly object _gate = new();

    /// <summary>Writes a line. It survives the process's end at once, and the device's as soon as the system has written it.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It could not be written.</exception>
    public void Append(ReadOnlySpan<byte> line)
    {
        lock (_gate)
        {
            if (new FileInfo(path) is { Exists: true, Length: var length } && length + line.Length > limit)
            {
                Rotate();
            }

            FileStreamOptions options = new() { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
            using FileStream file = new(path, options.ForOwnerOnly());
            file.Write(line);
        }
    }

    private void Rotate()
    {
        for (int i = kept; i > 0; i--)
        {
            string from = i == 1 ? path : $"{path}.{i - 1}";
            if (File.Exists(from))
            {
                File.Move(from, $"{path}.{i}", overwrite: true);
            }
        }
    }
}
