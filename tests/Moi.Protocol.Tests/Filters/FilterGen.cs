using System.Text.Json;
using CsCheck;
using Moi.Protocol.Filters;

namespace Moi.Protocol.Tests.Filters;

/// <summary>Random filters, texts and keys, dense in what is special to filters.</summary>
internal static class FilterGen
{
    private static readonly Gen<string> Name = Gen.OneOf(
        Gen.OneOf("A", "b", "not", "all", "any", "name", "addr", "sleep-job", "0", "-"),
        Gen.Char["aB0_-"].Array[1, 3].Select(c => new string(c)));

    /// <summary>Texts made of the characters that mean something in filters and of those that break things.</summary>
    public static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf("A", "=", ":", ".not.", ".", "#", "\\#", "'", "\"", " ", "all ", "any ", "\t", "b", "1", "1.0",
            "é", "\U0001F600", "[", "]", "*", "?", "`", "\\", "null", "true", "\u0000", "$_.", "-eq "),
        Gen.String[Gen.Char["aA1 =:#'\"\\.[]{}*?-"], 0, 4],
        Gen.String[0, 3]).Array[0, 8].Select(string.Concat);

    /// <summary>The same without halves of surrogate pairs.</summary>
    public static readonly Gen<string> Unicode = Text.Where(text => FilterText.FindFault(text, 1000, "text") is null);

    public static readonly Gen<string> PathText = Name.Array[1, 3].Select(names => string.Join('.', names));

    public static readonly Gen<KeyPath> Path = PathText.Select(KeyPath.Parse);

    private static readonly Gen<string> Number =
        Gen.OneOf("0", "-0", "1", "1.0", "1e0", "-1.5", "1E+2", "100", "1e400", "9007199254740993");

    public static readonly Gen<FilterValue> Value = Gen.OneOf(
        Unicode.Select(FilterValue.FromString),
        Number.Select(FilterValue.FromNumber),
        Gen.Bool.Select(FilterValue.FromBoolean),
        Gen.Const(FilterValue.Null));

    private static readonly Gen<FilterValue> SeedValue = Unicode.Select(FilterValue.FromString);

    private static readonly Gen<LikePattern> Pattern = Unicode.Select(text =>
        LikePattern.TryParse(text, out LikePattern? pattern, out _)
            ? pattern
            : LikePattern.Parse(LikePattern.EscapePrefix(text)));

    /// <summary>One condition that only the seed's text can express, or none of it.</summary>
    private static readonly Gen<Filter> SeedCondition = Gen.OneOf<Filter>(
        Path.Select(key => (Filter)new ExistsFilter(key)),
        Gen.Select(Path, SeedValue, (key, value) =>
            (Filter)new ComparisonFilter(key, ComparisonOperator.Equal, value, ignoreCase: false)),
        Gen.Select(Path, SeedValue, (key, value) =>
            (Filter)new ComparisonFilter(key, ComparisonOperator.NotEqual, value, ignoreCase: false)),
        Gen.Select(Path, Unicode, (key, prefix) => (Filter)new StartsWithFilter(key, prefix)),
        Gen.Select(Path, SeedValue, (key, value) => (Filter)new ContainsFilter(key, value, ignoreCase: false)));

    /// <summary>Trees of the shapes of the seed's text; a few have keys that it cannot express.</summary>
    public static readonly Gen<Filter> SeedTree = Gen.OneOf(
        SeedCondition,
        SeedCondition.Array[1, 4].Select(conditions => (Filter)new AllFilter(conditions)),
        SeedCondition.Array[1, 4].Select(conditions => (Filter)new AnyFilter(conditions)));

    private static readonly Gen<Filter> Condition = Gen.OneOf(
        SeedCondition,
        Gen.Select(Path, Gen.Enum<ComparisonOperator>(), Value, Gen.Bool, (key, comparison, value, ignoreCase) =>
            (Filter)new ComparisonFilter(key, comparison, value, ignoreCase)),
        Gen.Select(Path, Pattern, Gen.Bool, (key, pattern, ignoreCase) =>
            (Filter)new LikeFilter(key, pattern, ignoreCase)),
        Gen.Select(Path, Value.Array[0, 3], Gen.Bool, (key, values, ignoreCase) =>
            (Filter)new InFilter(key, values, ignoreCase)),
        Gen.Select(Path, Value, Gen.Bool, (key, value, ignoreCase) =>
            (Filter)new ContainsFilter(key, value, ignoreCase)));

    /// <summary>Trees of all nodes, a few levels deep.</summary>
    public static readonly Gen<Filter> Tree = Gen.Recursive<Filter>((depth, tree) => depth >= 4
        ? Condition
        : Gen.OneOf(
            Condition,
            tree.Select(condition => (Filter)new NotFilter(condition)),
            tree.Array[1, 3].Select(conditions => (Filter)new AllFilter(conditions)),
            tree.Array[1, 3].Select(conditions => (Filter)new AnyFilter(conditions))));

    private static readonly Gen<string> Json = Gen.Recursive<string>((depth, json) =>
    {
        Gen<string> scalar = Gen.OneOf(
            Unicode.Select(text => JsonSerializer.Serialize(text)),
            Number,
            Gen.OneOf("true", "false", "null", "\"\\ud800\""));
        return depth >= 3
            ? scalar
            : Gen.OneOf(
                scalar,
                json.Array[0, 3].Select(items => $"[ {string.Join(" , ", items)} ]"),
                Gen.Select(Name, json).Array[0, 3].Select(Object));
    });

    /// <summary>The keys of a remote as the text of a JSON object.</summary>
    public static readonly Gen<string> Keys = Gen.Select(Name, Json).Array[0, 6].Select(Object);

    /// <summary>Some names of keys.</summary>
    public static readonly Gen<string[]> Names = Name.Array[0, 4];

    private static string Object((string Name, string Json)[] fields) =>
        $"{{ {string.Join(", ", fields.Select(field => $"\"{field.Name}\" : {field.Json}"))} }}";
}
