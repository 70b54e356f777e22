namespace Moi.Bench.Figures;

/// <summary>What a figure is counted in.</summary>
internal enum Unit
{
    /// <summary>Seconds; shown in milliseconds where they are few.</summary>
    Seconds,

    /// <summary>Mebibytes.</summary>
    Mebibytes,

    /// <summary>A part of one core, in per cent.</summary>
    PerCent,

    /// <summary>A number of things a second.</summary>
    PerSecond,
}
