using System.Globalization;

namespace Moi.Bench.Fleets;

/// <summary>What the kernel knows of a process.</summary>
/// <param name="id">Its id.</param>
internal sealed class ProcessFacts(int id)
{
    private const double TicksPerSecond = 100;

    /// <summary>The memory it has in RAM, in MiB.</summary>
    public double ResidentMebibytes => StatusOf("VmRSS") / 1024;

    /// <summary>The most that ever was.</summary>
    public double PeakMebibytes => StatusOf("VmHWM") / 1024;

    /// <summary>The part of it that no file stands behind.</summary>
    public double AnonymousMebibytes => StatusOf("RssAnon") / 1024;

    /// <summary>The time that it had a processor, in seconds.</summary>
    public double ProcessorSeconds
    {
        get
        {
            // The name, second, may hold blanks; it ends with the last parenthesis.
            string stat = File.ReadAllText($"/proc/{id}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
    }

    /// <summary>How often each of its threads was woken so far.</summary>
    public Dictionary<string, double> Wakeups() => Directory.EnumerateDirectories($"/proc/{id}/task")
        .ToDictionary(task => task, task => Read(Path.Combine(task, "status"), "voluntary_ctxt_switches"));

    /// <summary>How often its threads were woken since; those that have ended meanwhile are left out.</summary>
    public double WakeupsSince(Dictionary<string, double> before) =>
        Wakeups().Sum(thread => thread.Value - before.GetValueOrDefault(thread.Key));

    private double StatusOf(string field) => Read($"/proc/{id}/status", field);

    private static double Read(string file, string field)
    {
        string line = File.ReadLines(file).First(line => line.StartsWith(field + ":", StringComparison.Ordinal));
        return double.Parse(line[(field.Length + 1)..].Replace("kB", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
