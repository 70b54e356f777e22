using System.Globalization;

namespace Moi.Bench.Figures;

/// <summary>Writes figures for people.</summary>
internal static class Figure
{
    /// <summary>A figure with its unit, to three digits.</summary>
    public static string Show(double value, Unit unit) => unit switch
    {
        Unit.Seconds when value < 1 => $"{Digits(value * 1000)} ms",
        Unit.Seconds => $"{Digits(value)} s",
        Unit.Mebibytes => $"{Digits(value)} MiB",
        Unit.PerCent => $"{Digits(value)} %",
        _ => $"{Digits(value)} /s",
    };

    private static string Digits(double value) => value switch
    {
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };
}
