using System.Runtime.InteropServices;

namespace Moi.Daemon.Trust;

/// <summary>Where a path leads when all links and <c>..</c> in it are followed. .NET follows only the last part.</summary>
internal static partial class RealPath
{
    /// <summary>The folder that a path leads to; where there is none, the path without <c>..</c>.</summary>
    public static string Of(string path)
    {
        string full = Path.GetFullPath(path);
        if (OperatingSystem.IsWindows())
        {
            return full;
        }

        nint found = Resolve(path, 0);
        if (found == 0)
        {
            return full;
        }

        try
        {
            return Marshal.PtrToStringUTF8(found)!;
        }
        finally
        {
            Free(found);
        }
    }

    /// <summary>Whether a path is a folder, or lies below it. Both are real.</summary>
    public static bool IsWithin(string path, string folder)
    {
        string root = folder.TrimEnd('/');
        return path == root || path.StartsWith($"{root}/", StringComparison.Ordinal);
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Resolve(string path, nint buffer);

    [LibraryImport("libc", EntryPoint = "free")]
    private static partial void Free(nint pointer);
}
