using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Moi.Protocol.Configuration;

namespace Moi.Daemon.Keys.Log;

/// <summary>
/// Keeps a folder for one process: <c>store.lock</c>, locked as long as the process lives, with its id inside. The file
/// stays when the lock goes, since removing it could take the lock from under the next holder.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private const string FileName = "store.lock";
    private readonly FileStream _held;

    private StoreLock(FileStream held) => _held = held;

    /// <exception cref="StoreException">Another process holds the folder.</exception>
    /// <exception cref="IOException">The lock file can't be made.</exception>
    public static StoreLock Take(string directory)
    {
        string path = Path.Combine(directory, FileName);
        FileStreamOptions options = new()
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,

            // On Unix only None is an exclusive lock. On Windows Read excludes other writers and lets the id be read.
            Share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None,
            BufferSize = 0,
        };
        FileStream held;
        try
        {
            held = new FileStream(path, options.ForOwnerOnly());
        }
        catch (IOException e) when (IsHeldByAnother(e))
        {
            throw new StoreException(
                $"The store in {directory} is in use by {DescribeHolder(path)}: stop that moid, or give this one a "
                + "folder of its own.",
                e);
        }

        TryLeaveProcessId(held);
        return new StoreLock(held);
    }

    public void Dispose() => _held.Dispose();

    private static void TryLeaveProcessId(FileStream held)
    {
        try
        {
            held.SetLength(0);
            held.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
        }
        catch (IOException)
        {
            // On a full disk others don't learn who holds the store; held it is.
        }
    }

    private static bool IsHeldByAnother(IOException e)
    {
        const int WindowsSharingViolation = unchecked((int)0x80070020);
        const int LinuxWouldBlock = 11;
        const int MacWouldBlock = 35;
        return e.HResult is WindowsSharingViolation or LinuxWouldBlock or MacWouldBlock;
    }

    private static string DescribeHolder(string path)
    {
        try
        {
            using SafeFileHandle handle = OperatingSystem.IsWindows()
                ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)
                : Libc.OpenForReading(path);
            byte[] text = new byte[16];
            int length = RandomAccess.Read(handle, text, 0);
            return int.TryParse(Encoding.ASCII.GetString(text, 0, length), CultureInfo.InvariantCulture, out int id)
                ? $"process {id}"
                : "another process";
        }
        catch (IOException)
        {
            // The id is a courtesy; that the store is taken stands without it.
            return "another process";
        }
    }
}
