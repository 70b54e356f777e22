using System.Runtime.InteropServices;

namespace Moi.Daemon.Files;

/// <summary>What a path leads to. .NET does not tell a file from a pipe, and opening a pipe waits for whoever writes to it.</summary>
internal static partial class FileKind
{
    private const int CurrentFolder = -100;
    private const uint WantType = 0x1;
    private const int TypeBits = 0xF000;
    private const int RegularFile = 0x8000;

    /// <summary>Whether there is a file that holds data, be it at the end of links.</summary>
    public static bool IsRegular(string path) =>
        File.Exists(path)
        && (!OperatingSystem.IsLinux() || (Statx(CurrentFolder, path, 0, WantType, out Status status) == 0 && (status.Mode & TypeBits) == RegularFile));

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint wanted, out Status status);

    // struct statx of Linux: the same on all architectures, unlike struct stat.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(28)]
        public ushort Mode;
    }
}
