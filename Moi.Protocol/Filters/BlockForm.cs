using System.Text;
using System.Text.Json;

namespace Moi.Protocol.Filters;

/// <summary>
/// Writes filters as a person would in a PowerShell script block:
/// <c>$_.arch -eq 'arm64' -and $_.name -like 'gate*'</c>. It works for every tree, and is never valid as seed text.
/// </summary>
internal static class BlockForm
{
    public static string Write(Filter filter) => filter switch
    {
        AllFilter all => string.Join(" -and ", all.Conditions.Select(WriteOperand)),
        AnyFilter any => string.Join(" -or ", any.Conditions.Select(WriteOperand)),
        NotFilter not => $"-not ({Write(not.Condition)})",
        ExistsFilter exists => $"{WriteKey(exists.Key)} -ne $null",
        ComparisonFilter comparison => Binary(
            comparison, comparison.Operator.ShortName(), comparison.IgnoreCase, WriteValue(comparison.Value)),
        StartsWithFilter startsWith => Binary(
            startsWith, "like", ignoreCase: false, QuoteText(LikePattern.EscapePrefix(startsWith.Prefix))),
        LikeFilter like => Binary(like, "like", like.IgnoreCase, QuoteText(like.Pattern.Text)),
        InFilter isIn => Binary(
            isIn, "in", isIn.IgnoreCase, $"@({string.Join(", ", isIn.Values.Select(WriteValue))})"),
        ContainsFilter contains => Binary(contains, "contains", contains.IgnoreCase, WriteValue(contains.Value)),
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter.GetType(), "There is no such node."),
    };

    // -and and -or bind equally in PowerShell, so a list inside another always stands in parentheses.
    private static string WriteOperand(Filter filter) =>
        filter is CompoundFilter ? $"({Write(filter)})" : Write(filter);

    private static string Binary(KeyFilter filter, string name, bool ignoreCase, string right) =>
        $"{WriteKey(filter.Key)} -{(ignoreCase ? "" : "c")}{name} {right}";

    private static string WriteKey(KeyPath key)
    {
        var text = new StringBuilder("$_");
        foreach (string part in key.Parts)
        {
            bool isPlain = !char.IsAsciiDigit(part[0]) && !part.Contains('-', StringComparison.Ordinal);
            text.Append('.').Append(isPlain ? part : $"'{part}'");
        }

        return text.ToString();
    }

    private static string WriteValue(FilterValue value) => value.Kind switch
    {
        JsonValueKind.String => QuoteText(value.Text),
        JsonValueKind.Number => value.Text,
        _ => $"${value.Text}",
    };

    /// <summary>PowerShell takes the typographic quotes for plain ones, so they too are doubled.</summary>
    private static string QuoteText(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (char c in text)
        {
            quoted.Append(c);
            if (c is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B')
            {
                quoted.Append(c);
            }
        }

        return quoted.Append('\'').ToString();
    }
}
