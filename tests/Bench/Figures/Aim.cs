using System.Globalization;

namespace Moi.Bench.Figures;

/// <summary>What a median should not exceed: so many times its floor, or so much.</summary>
/// <param name="TimesFloor">So many times the floor; null where that is no aim.</param>
/// <param name="Most">So much, in the row's unit; null where that is no aim.</param>
internal sealed record Aim(double? TimesFloor = null, double? Most = null)
{
    /// <summary>Only measured.</summary>
    public static Aim None { get; } = new();

    /// <summary>Whether figures meet it; null where there is no aim.</summary>
    public bool? IsMetBy(Samples values, Samples? floor) => this switch
    {
        { Most: { } most } => values.Median <= most,
        { TimesFloor: { } times } when floor is not null => values.Median <= times * floor.Median,
        _ => null,
    };

    /// <summary>The aim as a table shows it.</summary>
    public string Show(Unit unit) => this switch
    {
        { Most: { } most } => $"≤ {Figure.Show(most, unit)}",
        { TimesFloor: { } times } => string.Create(CultureInfo.InvariantCulture, $"≤ {times:0.##} x"),
        _ => "-",
    };
}
