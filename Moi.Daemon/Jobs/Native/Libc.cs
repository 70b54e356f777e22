using System.Runtime.InteropServices;
using System.Runtime.Versioning;

using Microsoft.Win32.SafeHandles;

namespace Moi.Daemon.Jobs.Native;

/// <summary>The C library's calls that .NET has no equal for. All report failure through errno.</summary>
[SupportedOSPlatform("linux")]
internal static partial class Libc
{
    /// <summary>
    /// The name that glibc and musl know without a search; for "libc" the runtime tries hundreds of files.
    /// </summary>
    internal const string Library = "libc.so.6";

    [LibraryImport(Library, EntryPoint = "pipe2", SetLastError = true)]
    internal static unsafe partial int Pipe2(int* ends, int flags);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int Fcntl(SafeFileHandle handle, int command, nint argument);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int Fcntl(int descriptor, int command, nint argument);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    internal static unsafe partial nint Read(SafeFileHandle handle, byte* buffer, nint count);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    internal static unsafe partial nint Write(SafeFileHandle handle, byte* buffer, nint count);

    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    internal static unsafe partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int EventFd(uint initial, int flags);

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags, int mode);

    [LibraryImport(Library, EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Access(string path, int mode);

    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    internal static partial int Fsync(SafeFileHandle handle);

    [LibraryImport(Library, EntryPoint = "flock", SetLastError = true)]
    internal static partial int Flock(SafeFileHandle handle, int operation);

    [LibraryImport(Library, EntryPoint = "waitid", SetLastError = true)]
    internal static unsafe partial int WaitId(int kind, int id, void* info, int options);

    [LibraryImport(Library, EntryPoint = "waitpid", SetLastError = true)]
    internal static partial int WaitPid(int pid, out int status, int options);

    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int pid, int signal);

    [LibraryImport(Library, EntryPoint = "setsid", SetLastError = true)]
    internal static partial int SetSid();

    [LibraryImport(Library, EntryPoint = "prctl", SetLastError = true)]
    internal static partial int Prctl(int option, nuint value, nuint unused3, nuint unused4, nuint unused5);

    [LibraryImport(Library, EntryPoint = "pthread_sigmask")]
    internal static unsafe partial int SignalMask(int how, void* signals, void* before);

    [LibraryImport(Library, EntryPoint = "signalfd", SetLastError = true)]
    internal static unsafe partial int SignalFd(int descriptor, void* signals, int flags);

    [LibraryImport(Library, EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int Exec(string file, byte** arguments);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint PidFdOpen(nint number, nint pid, nint flags);

    [LibraryImport(Library, EntryPoint = "getrlimit", SetLastError = true)]
    internal static partial int GetLimit(int resource, out ResourceLimit limit);

    [LibraryImport(Library, EntryPoint = "setrlimit", SetLastError = true)]
    internal static partial int SetLimit(int resource, in ResourceLimit limit);

    internal static string LastErrorText() => ErrorText(Marshal.GetLastPInvokeError());

    internal static string ErrorText(int errno) => Marshal.GetPInvokeErrorMessage(errno);

    /// <summary>Throws an <see cref="IOException"/> with errno's text when a call returned -1.</summary>
    internal static int Checked(int returned, string what) =>
        returned >= 0 ? returned : throw new IOException($"{what}: {LastErrorText()}");
}
