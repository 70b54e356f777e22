using Moi.Protocol.Filters;

namespace Moi.Protocol.Tests.Filters;

/// <summary>Short words for the nodes of a tree.</summary>
internal static class Make
{
    public static ExistsFilter Exists(string key) => new(KeyPath.Parse(key));

    public static ComparisonFilter Eq(string key, string value) =>
        Compare(key, ComparisonOperator.Equal, FilterValue.FromString(value));

    public static ComparisonFilter Ne(string key, string value) =>
        Compare(key, ComparisonOperator.NotEqual, FilterValue.FromString(value));

    public static ComparisonFilter Compare(
        string key, ComparisonOperator comparison, FilterValue value, bool ignoreCase = false) =>
        new(KeyPath.Parse(key), comparison, value, ignoreCase);

    public static StartsWithFilter Starts(string key, string prefix) => new(KeyPath.Parse(key), prefix);

    public static LikeFilter Like(string key, string pattern, bool ignoreCase = false) =>
        new(KeyPath.Parse(key), LikePattern.Parse(pattern), ignoreCase);

    public static InFilter In(string key, bool ignoreCase, params FilterValue[] values) =>
        new(KeyPath.Parse(key), values, ignoreCase);

    public static ContainsFilter Contains(string key, string value, bool ignoreCase = false) =>
        new(KeyPath.Parse(key), FilterValue.FromString(value), ignoreCase);

    public static AllFilter All(params Filter[] conditions) => new(conditions);

    public static AnyFilter Any(params Filter[] conditions) => new(conditions);

    public static NotFilter Not(Filter condition) => new(condition);
}
