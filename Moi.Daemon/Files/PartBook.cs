using System.Security.Cryptography;
using System.Text;

namespace Moi.Daemon.Files;

/// <summary>
/// Where the parts of files lie that have not come whole: a small file in the store for each. So a transfer can go on where one
/// was cut off, and what nobody comes back for is deleted: after three days, or when too many are waiting.
/// </summary>
/// <param name="folder">Made when it is first needed; nobody else can write there.</param>
/// <param name="time">The clock.</param>
/// <param name="mostKept">How many may wait.</param>
internal sealed class PartBook(string folder, TimeProvider time, int mostKept = 8)
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(3);

    private readonly object _sync = new();
    private readonly Dictionary<string, PartClaim> _inUse = new(StringComparer.Ordinal);

    /// <summary>
    /// Claims the part of a file that is to become <paramref name="path"/>, for one transfer at a time: one that has it is told
    /// to end, for its sender may have been killed and begun again.
    /// </summary>
    /// <returns>The claim, to be disposed.</returns>
    public async Task<PartClaim> ClaimAsync(string path, string sha256, CancellationToken cancellationToken)
    {
        string key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{sha256}\n{path}")).AsSpan(0, 16));
        PartClaim mine = new(key, Release);
        while (true)
        {
            PartClaim? other;
            lock (_sync)
            {
                if (_inUse.TryAdd(key, mine))
                {
                    return mine;
                }

                other = _inUse[key];
            }

            await other.EndAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Where the part lies; null where none is known.</summary>
    public string? Find(string key) => File.Exists(RecordOf(key)) ? File.ReadAllText(RecordOf(key)) : null;

    /// <summary>Notes where a part is going to lie, before it is made.</summary>
    public void Note(string key, string part)
    {
        Directory.CreateDirectory(folder);
        using FileStream record = File.Create(RecordOf(key));
        record.Write(Encoding.UTF8.GetBytes(part));
        record.Flush(flushToDisk: true);
    }

    /// <summary>The part is no more.</summary>
    public void Forget(string key)
    {
        if (Directory.Exists(folder))
        {
            File.Delete(RecordOf(key));
        }
    }

    /// <summary>Deletes parts that nobody came back for.</summary>
    public void Tidy()
    {
        lock (_sync)
        {
            if (!Directory.Exists(folder))
            {
                return;
            }

            DateTime oldest = (time.GetUtcNow() - Keep).UtcDateTime;
            List<FileInfo> waiting =
            [
                .. new DirectoryInfo(folder).EnumerateFiles()
                    .Where(record => !_inUse.ContainsKey(record.Name))
                    .OrderByDescending(record => record.LastWriteTimeUtc),
            ];
            foreach (FileInfo record in waiting.Where((record, i) => i >= mostKept || record.LastWriteTimeUtc < oldest))
            {
                try
                {
                    Delete(File.ReadAllText(record.FullName));
                    record.Delete();
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // It is tried again the next time; the record stays.
                }
            }
        }
    }

    /// <summary>Deletes a part, if it is there.</summary>
    internal static void Delete(string part)
    {
        if (part.Length > 0 && File.Exists(part))
        {
            File.Delete(part);
        }
    }

    private void Release(PartClaim claim)
    {
        lock (_sync)
        {
            _inUse.Remove(claim.Key);
        }
    }

    private string RecordOf(string key) => Path.Combine(folder, key);
}
