using System.Text.RegularExpressions;

namespace Moi.PowerShell.Recipes;

/// <summary>How a recipe writes the places for its arguments; one way in a whole recipe, so that the other sign is free.</summary>
internal enum Notation
{
    /// <summary>It has none: every text stands for itself.</summary>
    None,

    /// <summary><c>%1</c>, <c>%1@package</c>; <c>%%1</c> is the text %1.</summary>
    Percent,

    /// <summary><c>$1</c>, <c>$(1:package)</c>; <c>$$</c> is the text $.</summary>
    Dollar,
}

/// <summary>Tells the notations apart.</summary>
internal static partial class Notations
{
    /// <summary>
    /// The notation of a recipe with these texts. <c>%1</c> anywhere says it. Else <c>$1</c> does, unless it stands only between
    /// single quotes, where it is awk's or another program's.
    /// </summary>
    public static Notation Of(IReadOnlyList<string> texts) =>
        texts.Any(text => Percents().IsMatch(text)) ? Notation.Percent
        : texts.Any(text => Escapes().IsMatch(text) || Dollars().IsMatch(SingleQuoted().Replace(text, string.Empty))) ? Notation.Dollar
        : Notation.None;

    /// <summary>One or more per cent signs before an argument's number.</summary>
    [GeneratedRegex("%+(?=[1-9])")]
    public static partial Regex Percents();

    /// <summary>The place of an argument in the other notation that can be nothing else.</summary>
    [GeneratedRegex(@"\$\([0-9]+(\)|:)")]
    public static partial Regex LongDollars();

    [GeneratedRegex(@"\$[1-9]|\$\([0-9]+(\)|:)")]
    private static partial Regex Dollars();

    [GeneratedRegex(@"\$\$[0-9A-Za-z_{(]")]
    private static partial Regex Escapes();

    [GeneratedRegex("'[^']*'")]
    private static partial Regex SingleQuoted();
}
