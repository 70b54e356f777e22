using System.Globalization;
using System.Runtime.InteropServices;

namespace Moi.Bench.Figures;

/// <summary>Under which circumstances figures were taken.</summary>
/// <param name="Taken">When.</param>
/// <param name="System">The operating system.</param>
/// <param name="Cores">How many cores this process may use.</param>
/// <param name="Moid">What moid is: native or not.</param>
/// <param name="Load">The load average over one minute before the first row; 0 on an idle machine.</param>
internal sealed record Conditions(DateTimeOffset Taken, string System, int Cores, string Moid, double Load)
{
    /// <summary>The circumstances now.</summary>
    public static Conditions Now(string moid) =>
        new(DateTimeOffset.UtcNow, RuntimeInformation.OSDescription, Environment.ProcessorCount, moid, LoadOf("/proc/loadavg"));

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Taken:yyyy-MM-dd HH:mm} UTC, {System}, {Cores} cores, load {Load:0.##} before, {Moid}");

    private static double LoadOf(string file) =>
        double.Parse(File.ReadAllText(file).Split(' ')[0], CultureInfo.InvariantCulture);
}
