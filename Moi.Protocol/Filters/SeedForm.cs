using System.Text.Json;

namespace Moi.Protocol.Filters;

/// <summary>Writes filters in the text form that <see cref="FilterParser"/> reads, where they have one.</summary>
internal static class SeedForm
{
    /// <summary>Text that reads back to an equal filter, or null.</summary>
    public static string? TryWrite(Filter filter) => filter switch
    {
        AllFilter all => WriteList("all", all),
        AnyFilter any => WriteList("any", any),
        _ => WriteCondition(filter, isInList: false),
    };

    private static string? WriteList(string word, CompoundFilter list)
    {
        string?[] conditions = [.. list.Conditions.Select(condition => WriteCondition(condition, isInList: true))];
        return conditions.Contains(null) ? null : $"{word} {string.Join(' ', conditions)}";
    }

    private static string? WriteCondition(Filter filter, bool isInList) => filter switch
    {
        ExistsFilter { Key.Text: var key } =>
            key is "all" or "any" || key.Contains(".not.", StringComparison.Ordinal) ? null : key,
        StartsWithFilter { Key.Text: var key, Prefix: var prefix } =>
            $"{key}={(prefix.EndsWith('\\') ? Quote(prefix) : QuoteIfNeeded(prefix, isInList, ""))}#",
        ContainsFilter { Value: { Kind: JsonValueKind.String, Text: var text }, IgnoreCase: false } contains =>
            $"{contains.Key}:{WriteValue(text, isInList, "=")}",
        ComparisonFilter { Value: { Kind: JsonValueKind.String, Text: var text }, IgnoreCase: false } comparison =>
            WriteComparison(comparison.Key.Text, comparison.Operator, text, isInList),
        _ => null,
    };

    private static string? WriteComparison(string key, ComparisonOperator comparison, string text, bool isInList) =>
        comparison switch
        {
            ComparisonOperator.Equal => $"{key}={WriteValue(text, isInList, "")}",

            // A key with a field called "not" would be split too early: x.not.not.1 is about x.
            ComparisonOperator.NotEqual when $"{key}.not.".IndexOf(".not.", StringComparison.Ordinal) == key.Length =>
                $"{key}.not.{WriteValue(text, isInList, "=:")}",
            _ => null,
        };

    private static string WriteValue(string text, bool isInList, string separators)
    {
        string written = QuoteIfNeeded(text, isInList, separators);
        return written.EndsWith('#') ? $"{written[..^1]}\\#" : written;
    }

    private static string QuoteIfNeeded(string text, bool isInList, string separators)
    {
        bool isPlain = text is [not ('\'' or '"'), ..]
            && !char.IsWhiteSpace(text[0])
            && !char.IsWhiteSpace(text[^1])
            && !(isInList && text.Any(char.IsWhiteSpace))
            && !text.AsSpan().ContainsAny(separators);
        return isPlain ? text : Quote(text);
    }

    private static string Quote(string text) =>
        text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal)
            ? $"\"{text}\""
            : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
