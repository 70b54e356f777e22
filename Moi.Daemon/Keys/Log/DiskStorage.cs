using Microsoft.Win32.SafeHandles;

namespace Moi.Daemon.Keys.Log;

/// <summary>A folder on a real disk, held by this process alone.</summary>
internal sealed class DiskStorage : IStorage
{
    private readonly StoreLock _lock;

    private DiskStorage(string directory, StoreLock @lock)
    {
        Location = directory;
        _lock = @lock;
    }

    public string Location { get; }

    /// <summary>Makes the folder (0700) where there is none, and locks it.</summary>
    /// <exception cref="StoreException">Another process holds it, or it can't be made or locked.</exception>
    public static DiskStorage Claim(string directory)
    {
        string path = Path.GetFullPath(directory);
        try
        {
            Make(path);
            return new DiskStorage(path, StoreLock.Take(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The store in {path} can't be opened: {e.Message}", e);
        }
    }

    public IStorageFile Open(string name) => new DiskFile(PathOf(name));

    public void Rename(string from, string to) => File.Move(PathOf(from), PathOf(to), overwrite: true);

    public void Delete(string name) => File.Delete(PathOf(name));

    public void FlushDirectory() => Flush(Location);

    public void Dispose() => _lock.Dispose();

    private string PathOf(string name) => Path.Combine(Location, name);

    private static void Make(string directory)
    {
        string? parent = Path.GetDirectoryName(directory);
        if (Directory.Exists(directory) || parent is null)
        {
            return;
        }

        Make(parent);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Directory.CreateDirectory(directory, OwnerOnly);
        }

        Flush(parent);
    }

    private static void Flush(string directory)
    {
        // Windows has no such call; NTFS journals its names.
        if (!OperatingSystem.IsWindows())
        {
            using SafeFileHandle handle = Libc.OpenForReading(directory);
            RandomAccess.FlushToDisk(handle);
        }
    }
}
