using System.Globalization;
using System.Text.Json;

namespace Moi.Protocol.Filters;

/// <summary>Reads the wire form that <see cref="FilterJson"/> describes; one reader reads one tree.</summary>
internal sealed class FilterJsonReader
{
    private int _nodes;

    public Filter Read(JsonElement root) => ReadFilter(root, "$", depth: 1);

    private Filter ReadFilter(JsonElement element, string location, int depth)
    {
        // Before anything else, so that a hostile tree is refused before it is walked.
        if (depth > FilterLimits.MaxDepth)
        {
            throw new FilterFormatException(location, FilterTree.TooDeep);
        }

        CountNode(location);
        (string name, JsonElement operand) = ReadOperator(element, location);
        string inside = $"{location}.{name}";
        return name switch
        {
            "all" => new AllFilter(ReadFilters(operand, inside, depth)),
            "any" => new AnyFilter(ReadFilters(operand, inside, depth)),
            "not" => new NotFilter(ReadFilter(operand, inside, depth + 1)),
            "exists" => new ExistsFilter(ReadKey(Arguments(operand, 1, inside), inside)),
            "starts" => ReadStartsWith(Arguments(operand, 2, inside), inside),
            _ => ReadCaseAware(name, operand, location),
        };
    }

    private Filter ReadCaseAware(string name, JsonElement operand, string location)
    {
        bool ignoreCase = name is not "in" && name.StartsWith('i');
        string plainName = ignoreCase ? name[1..] : name;
        ComparisonOperator? comparison = ComparisonOperatorNames.Find(plainName);
        if (comparison is null && plainName is not ("like" or "in" or "elem"))
        {
            throw new FilterFormatException(location, $"unknown operator '{FilterText.Printable(name, 40)}'");
        }

        string inside = $"{location}.{name}";
        JsonElement arguments = Arguments(operand, 2, inside);
        KeyPath key = ReadKey(arguments, inside);
        string second = $"{inside}[1]";
        return plainName switch
        {
            "like" => new LikeFilter(key, ReadPattern(arguments[1], second), ignoreCase),
            "in" => new InFilter(key, ReadValues(arguments[1], second), ignoreCase),
            "elem" => new ContainsFilter(key, ReadValue(arguments[1], second), ignoreCase),
            _ => new ComparisonFilter(key, comparison.GetValueOrDefault(), ReadValue(arguments[1], second), ignoreCase),
        };
    }

    private static (string Name, JsonElement Operand) ReadOperator(JsonElement element, string location)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new FilterFormatException(
                location, $"expected an object with one operator, found {Describe(element)}");
        }

        JsonElement.ObjectEnumerator members = element.EnumerateObject();
        if (!members.MoveNext())
        {
            throw new FilterFormatException(location, "expected one operator, found an empty object");
        }

        JsonProperty member = members.Current;
        if (members.MoveNext())
        {
            throw new FilterFormatException(location, "expected exactly one operator, found more");
        }

        try
        {
            return (member.Name, member.Value);
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            throw new FilterFormatException(location, "the operator's name is not Unicode text");
        }
    }

    private List<Filter> ReadFilters(JsonElement operand, string location, int depth)
    {
        if (operand.ValueKind != JsonValueKind.Array || operand.GetArrayLength() == 0)
        {
            throw new FilterFormatException(
                location, $"expected an array of at least one filter, found {Describe(operand)}");
        }

        var filters = new List<Filter>();
        foreach (JsonElement filter in operand.EnumerateArray())
        {
            filters.Add(ReadFilter(filter, At(location, filters.Count), depth + 1));
        }

        return filters;
    }

    private static StartsWithFilter ReadStartsWith(JsonElement arguments, string location)
    {
        KeyPath key = ReadKey(arguments, location);
        string prefix = ReadText(arguments[1], $"{location}[1]", FilterLimits.MaxValueLength, "prefix");
        return new StartsWithFilter(key, prefix);
    }

    private static KeyPath ReadKey(JsonElement arguments, string location)
    {
        location += "[0]";
        string text = ReadText(arguments[0], location, FilterLimits.MaxKeyLength, "key");
        return KeyPath.FindFault(text) is { } fault
            ? throw new FilterFormatException(
                location, $"'{FilterText.Printable(text, 40)}' is not a key: {fault.Expected}")
            : KeyPath.Parse(text);
    }

    private static LikePattern ReadPattern(JsonElement element, string location)
    {
        string text = ReadText(element, location, FilterLimits.MaxPatternLength, "pattern");
        return LikePattern.TryParse(text, out LikePattern? pattern, out string? fault)
            ? pattern
            : throw new FilterFormatException(location, fault);
    }

    private List<FilterValue> ReadValues(JsonElement element, string location)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw new FilterFormatException(location, $"expected an array of values, found {Describe(element)}");
        }

        var values = new List<FilterValue>();
        foreach (JsonElement value in element.EnumerateArray())
        {
            CountNode(location);
            values.Add(ReadValue(value, At(location, values.Count)));
        }

        return values;
    }

    private static FilterValue ReadValue(JsonElement element, string location)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return FilterValue.FromString(ReadText(element, location, FilterLimits.MaxValueLength, "value"));
            case JsonValueKind.Number:
                string number = element.GetRawText();
                return FilterText.FindFault(number, FilterLimits.MaxValueLength, "value") is { } fault
                    ? throw new FilterFormatException(location, fault)
                    : FilterValue.FromNumber(number);
            case JsonValueKind.True or JsonValueKind.False:
                return FilterValue.FromBoolean(element.GetBoolean());
            case JsonValueKind.Null:
                return FilterValue.Null;
            default:
                throw new FilterFormatException(
                    location, $"expected a string, number, true, false or null, found {Describe(element)}");
        }
    }

    private static string ReadText(JsonElement element, string location, int maxLength, string what)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            throw new FilterFormatException(location, $"expected a string, found {Describe(element)}");
        }

        string text;
        try
        {
            text = element.GetString()!;
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            throw new FilterFormatException(location, $"the {what} is not Unicode text");
        }

        return FilterText.FindFault(text, maxLength, what) is { } fault
            ? throw new FilterFormatException(location, fault)
            : text;
    }

    private static JsonElement Arguments(JsonElement operand, int count, string location)
    {
        if (operand.ValueKind == JsonValueKind.Array && operand.GetArrayLength() == count)
        {
            return operand;
        }

        string expected = count == 1 ? "a key" : "a key and its operand";
        throw new FilterFormatException(location, $"expected an array of {expected}, found {Describe(operand)}");
    }

    private void CountNode(string location)
    {
        if (++_nodes > FilterLimits.MaxNodes)
        {
            throw new FilterFormatException(location, FilterTree.TooLarge);
        }
    }

    private static string At(string location, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{location}[{index}]");

    private static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => string.Create(
            CultureInfo.InvariantCulture, $"an array of {element.GetArrayLength()}"),
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Null => "null",
        _ => "nothing",
    };
}
