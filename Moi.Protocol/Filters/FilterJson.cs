using System.Text.Json;

namespace Moi.Protocol.Filters;

/// <summary>
/// The wire form of filters: an object with exactly one member, whose name is the operator.
/// <list type="table">
/// <item><term><c>{"exists":["K"]}</c></term><description>the key is there</description></item>
/// <item><term><c>{"eq":["K",V]}</c>, <c>ne gt ge lt le</c></term><description>a comparison</description></item>
/// <item><term><c>{"starts":["K","prefix"]}</c></term><description>the text starts with a prefix</description></item>
/// <item><term><c>{"like":["K","pattern"]}</c></term><description>the text fits a wildcard pattern</description></item>
/// <item><term><c>{"in":["K",[V,...]]}</c></term><description>the value is one of these</description></item>
/// <item><term><c>{"elem":["K",V]}</c></term><description>the array holds a value</description></item>
/// <item><term><c>{"all":[F,...]}</c>, <c>{"any":[F,...]}</c>, <c>{"not":F}</c></term><description>other filters
/// combined</description></item>
/// </list>
/// V is a string, number, true, false or null. As in PowerShell, an <c>i</c> before the operator ignores case:
/// <c>ieq ine igt ige ilt ile ilike iin ielem</c>.
/// </summary>
public static class FilterJson
{
    /// <summary>Writes a filter.</summary>
    public static void Write(Utf8JsonWriter writer, Filter filter)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(filter);
        FilterJsonWriter.Write(writer, filter);
    }

    /// <summary>Reads a filter, from whomever it may come.</summary>
    /// <exception cref="FilterFormatException">
    /// It is none, or larger than <see cref="FilterLimits"/> allow; nothing else is ever thrown.
    /// </exception>
    public static Filter Read(JsonElement element) => new FilterJsonReader().Read(element);
}
