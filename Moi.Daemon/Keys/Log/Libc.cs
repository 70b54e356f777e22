using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Moi.Daemon.Keys.Log;

/// <summary>What .NET's own file API does not open: directories, and files that somebody has locked.</summary>
internal static partial class Libc
{
    private const int CloseOnExecOnLinux = 0x80000;

    public static SafeFileHandle OpenForReading(string path)
    {
        int descriptor = Open(path, OperatingSystem.IsLinux() ? CloseOnExecOnLinux : 0);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}", Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
