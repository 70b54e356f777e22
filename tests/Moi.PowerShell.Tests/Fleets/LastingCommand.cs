using System.Diagnostics;
using System.Globalization;

namespace Moi.PowerShell.Tests.Fleets;

/// <summary>
/// A command that lasts until it is killed, and can be told from all others among this machine's processes. What is left of it
/// in the end is killed.
/// </summary>
internal sealed class LastingCommand : IDisposable
{
    private readonly string _seconds =
        string.Create(CultureInfo.InvariantCulture, $"1000.{Random.Shared.NextInt64(1_000_000_000, 9_000_000_000)}");

    /// <summary>The command.</summary>
    public string Text => $"sleep {_seconds}";

    /// <summary>How many processes of it there are now.</summary>
    public int Running => Find().Count();

    public void Dispose()
    {
        foreach (int id in Find())
        {
            try
            {
                using Process left = Process.GetProcessById(id);
                left.Kill();
            }
            catch (ArgumentException)
            {
                // It ended at this moment.
            }
        }
    }

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }

    private IEnumerable<int> Find() =>
        from folder in Directory.EnumerateDirectories("/proc")
        where char.IsAsciiDigit(Path.GetFileName(folder)[0]) && CommandLine(folder) == $"sleep\0{_seconds}\0"
        select int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
}
