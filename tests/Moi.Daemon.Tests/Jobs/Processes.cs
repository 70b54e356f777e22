using System.Globalization;
using System.Runtime.Versioning;

using Moi.Daemon.Jobs;

namespace Moi.Daemon.Tests.Jobs;

[SupportedOSPlatform("linux")]
internal static class Processes
{
    public static bool Lives(int pid) => ProcessEntry.Find(pid) is { Dead: false };

    /// <summary>The most memory, in bytes, the process has had resident so far.</summary>
    public static long PeakMemory(int pid)
    {
        string line = File.ReadLines($"/proc/{pid}/status")
            .First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        string kibibytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2];
        return long.Parse(kibibytes, CultureInfo.InvariantCulture) * 1024;
    }
}
