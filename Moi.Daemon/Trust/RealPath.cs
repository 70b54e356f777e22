using System.Runtime.InteropServices;

namespace Moi.Daemon.Trust;

/// <summary>Where a path leads when all links and <c>..</c> in it are followed. .NET follows only the last part.</summary>
internal static partial class RealPath
{
    /// <summary>Where a path leads. Of what is not there the folder above counts, as far as there is one.</summary>
    public static string Of(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return Path.GetFullPath(path);
        }

        if (Find(path) is { } found)
        {
            return found;
        }

        // Without the .. in it, for the part that is not there cannot be climbed out of.
        string full = Path.GetFullPath(path);
        Stack<string> missing = new();
        string? above = full;
        while (above is not null && Find(above) is null)
        {
            missing.Push(Path.GetFileName(above));
            above = Path.GetDirectoryName(above);
        }

        return Path.Combine([Find(above ?? "/") ?? "/", .. missing]);
    }

    /// <summary>Whether a path is a folder, or lies below it. Both are real.</summary>
    public static bool IsWithin(string path, string folder)
    {
        string root = folder.TrimEnd('/');
        return path == root || path.StartsWith($"{root}/", StringComparison.Ordinal);
    }

    private static string? Find(string path)
    {
        nint found = Resolve(path, 0);
        if (found == 0)
        {
            return null;
        }

        try
        {
            return Marshal.PtrToStringUTF8(found);
        }
        finally
        {
            Free(found);
        }
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Resolve(string path, nint buffer);

    [LibraryImport("libc", EntryPoint = "free")]
    private static partial void Free(nint pointer);
}
