using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Moi.Daemon.Configuration;

/// <summary>Who a folder belongs to. .NET does not tell.</summary>
[SupportedOSPlatform("linux")]
internal static partial class FolderOwner
{
    private const int CurrentFolder = -100;
    private const int DoNotFollowLinks = 0x100;
    private const uint WantUser = 0x8;

    /// <summary>
    /// Whether the folder, or the link in its place, belongs to somebody other than the user this runs as and root.
    /// </summary>
    /// <exception cref="IOException">The system does not say.</exception>
    public static bool IsForeign(string folder)
    {
        if (Statx(CurrentFolder, folder, DoNotFollowLinks, WantUser, out Status status) != 0)
        {
            throw new IOException(new Win32Exception(Marshal.GetLastPInvokeError()).Message);
        }

        return status.User != 0 && status.User != EffectiveUser();
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint wanted, out Status status);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    // struct statx of Linux: the same on all architectures, unlike struct stat.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(20)]
        public uint User;
    }
}
