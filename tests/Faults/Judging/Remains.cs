using System.Globalization;
using Moi.Faults.Weather;

namespace Moi.Faults.Judging;

/// <summary>What is left of a fleet: processes, zombies and unfinished files.</summary>
internal static class Remains
{
    private const int PartsKept = 8;

    /// <summary>Zombies of daemons that run, and more parts of files than a daemon keeps.</summary>
    public static IEnumerable<string> OfRunning(World world)
    {
        foreach (Station station in world.Stations)
        {
            int zombies = Processes().Count(process => process.Parent == station.Moid.ProcessId && process.State == 'Z');
            if (zombies > 0)
            {
                yield return $"{station.Id} has {zombies} zombies";
            }

            int parts = Directory.EnumerateFiles(station.Home, ".moi-*.part").Count();
            if (parts > PartsKept)
            {
                yield return $"{station.Id} keeps {parts} unfinished files";
            }
        }
    }

    /// <summary>Processes that still work in the folders of daemons that have ended.</summary>
    public static IEnumerable<string> OfEnded(IReadOnlyList<string> folders)
    {
        foreach (string process in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            string? place = WorkingFolderOf(process);
            if (place is not null && folders.Any(folder => place.StartsWith(folder, StringComparison.Ordinal)))
            {
                yield return $"process {Path.GetFileName(process)} is left in {place}";
            }
        }
    }

    /// <summary>The resident memory of a process, in bytes.</summary>
    public static long ResidentMemoryOf(int process)
    {
        string line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    private static IEnumerable<(int Parent, char State)> Processes()
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            string stat;
            try
            {
                stat = File.ReadAllText(Path.Combine(folder, "stat"));
            }
            catch (IOException)
            {
                continue; // It ended at this moment.
            }

            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            yield return (int.Parse(fields[1], CultureInfo.InvariantCulture), fields[0][0]);
        }
    }

    private static string? WorkingFolderOf(string process)
    {
        try
        {
            return File.ResolveLinkTarget(Path.Combine(process, "cwd"), returnFinalTarget: false)?.FullName;
        }
        catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
