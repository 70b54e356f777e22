using System.Globalization;

namespace Moi.PowerShell.Tests.Fleets;

/// <summary>A command that lasts until it is killed, and can be told from all others among this machine's processes.</summary>
internal sealed class LastingCommand
{
    private readonly string _seconds = string.Create(CultureInfo.InvariantCulture, $"1000.{Random.Shared.NextInt64(1_000_000_000, 9_000_000_000)}");

    /// <summary>The command.</summary>
    public string Text => $"sleep {_seconds}";

    /// <summary>How many processes of it there are now.</summary>
    public int Running => Directory.EnumerateDirectories("/proc")
        .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
        .Count(folder => CommandLine(folder) == $"sleep\0{_seconds}\0");

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
}
