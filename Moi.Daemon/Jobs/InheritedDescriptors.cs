using System.Globalization;
using System.Runtime.Versioning;

using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Jobs;

/// <summary>
/// Descriptors that this process got from whoever started it and that its children would get too. All that .NET opens
/// itself is closed on exec.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class InheritedDescriptors
{
    private const int AboveStreams = 3;

    /// <summary>Their numbers, without those of the standard streams.</summary>
    public static IReadOnlyList<int> All { get; } = Find();

    private static List<int> Find()
    {
        var found = new List<int>();
        foreach (string path in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            int descriptor = int.Parse(Path.GetFileName(path.AsSpan()), CultureInfo.InvariantCulture);
            int flags = Libc.Fcntl(descriptor, Constants.GetDescriptorFlags, 0);
            if (descriptor >= AboveStreams && flags >= 0 && (flags & Constants.DescriptorClosesOnExec) == 0)
            {
                found.Add(descriptor);
            }
        }

        return found;
    }
}
