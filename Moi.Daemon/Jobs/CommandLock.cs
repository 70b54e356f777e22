using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

using Microsoft.Win32.SafeHandles;

using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Jobs;

/// <summary>
/// The lock on a command's directory. Whoever is responsible for the command holds it, and it can't be held by the
/// dead: moid takes it before there is a runner, the runner inherits it and keeps it until its own end.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class CommandLock : IDisposable
{
    private const int OwnerOnly = 0x180;

    private CommandLock(SafeFileHandle handle) => Handle = handle;

    /// <summary>What a runner inherits.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Takes the lock; null when somebody else holds it.</summary>
    /// <exception cref="IOException">The lock can't be opened.</exception>
    public static CommandLock? TryTake(string directory)
    {
        SafeFileHandle handle = Open(directory);
        if (Lock(handle, Constants.LockExclusive | Constants.LockWithoutWaiting))
        {
            return new CommandLock(handle);
        }

        handle.Dispose();
        return null;
    }

    /// <summary>Takes the lock; waits for as long as somebody else holds it.</summary>
    /// <exception cref="IOException">The lock can't be opened.</exception>
    public static CommandLock Take(string directory)
    {
        SafeFileHandle handle = Open(directory);
        return Lock(handle, Constants.LockExclusive)
            ? new CommandLock(handle)
            : throw new IOException($"{CommandFiles.LockIn(directory)} can't be locked: {Libc.LastErrorText()}");
    }

    /// <summary>The lock this process was given by the one that started it.</summary>
    /// <exception cref="IOException">It was given none.</exception>
    public static CommandLock Inherited(int descriptor)
    {
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        Libc.Checked(
            Libc.Fcntl(handle, Constants.SetDescriptorFlags, Constants.DescriptorClosesOnExec),
            $"There is no lock at descriptor {descriptor}");
        return new CommandLock(handle);
    }

    /// <summary>Says that this process is the one to be told to stop.</summary>
    public void WriteOwner()
    {
        ProcessEntry self = ProcessEntry.Find(Environment.ProcessId)
            ?? throw new IOException("This process is not in /proc.");
        string owner = string.Create(CultureInfo.InvariantCulture, $"{self.Id} {self.StartTime}\n");
        RandomAccess.Write(Handle, Encoding.ASCII.GetBytes(owner), 0);
    }

    /// <summary>The living process that holds the lock and can be told to stop; null when there is none.</summary>
    public static ProcessEntry? FindOwner(string directory)
    {
        using SafeFileHandle handle = Open(directory);
        if (Lock(handle, Constants.LockExclusive | Constants.LockWithoutWaiting))
        {
            return null;
        }

        Span<byte> owner = stackalloc byte[64];
        owner = owner[..RandomAccess.Read(handle, owner, 0)];
        return Utf8Parser.TryParse(owner, out int pid, out int length)
            && Utf8Parser.TryParse(owner[Math.Min(length + 1, owner.Length)..], out ulong startTime, out _)
            && ProcessEntry.Find(pid) is { } process && process.StartTime == startTime
            ? process
            : null;
    }

    public void Dispose() => Handle.Dispose();

    private static SafeFileHandle Open(string directory)
    {
        // Not through File: it would take a lock of its own.
        string path = CommandFiles.LockIn(directory);
        int descriptor = Libc.Open(path, Constants.ReadWrite | Constants.Create | Constants.CloseOnExec, OwnerOnly);
        return new SafeFileHandle(Libc.Checked(descriptor, $"{path} can't be opened"), ownsHandle: true);
    }

    private static bool Lock(SafeFileHandle handle, int operation)
    {
        int returned;
        do
        {
            returned = Libc.Flock(handle, operation);
        }
        while (returned < 0 && Marshal.GetLastPInvokeError() == Constants.Interrupted);

        return returned == 0;
    }
}
