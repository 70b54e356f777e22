namespace Moi.PowerShell.Recipes;

/// <summary>How a stage's command is told whom it is for.</summary>
/// <param name="Input">What is piped to it, with the bar behind it; empty for nothing.</param>
/// <param name="Splat">Its further parameters.</param>
internal sealed record Addressing(string Input, string Splat)
{
    /// <summary>The parameters of every command after the first.</summary>
    public const string Next = "@on";

    /// <summary>The connection alone.</summary>
    public const string Connection = "@at";

    /// <summary>Those that the function was told.</summary>
    public static Addressing First { get; } = new(string.Empty, "@to");

    /// <summary>Those that came through a stage.</summary>
    public static Addressing After(string variable) => new($"{variable} | ", Next);
}
