using System.Management.Automation;
using System.Text.Json;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Objects;

/// <summary>What Set-MoiKey is to change.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="Arguments">The changes, as the remotes are told them.</param>
internal sealed record KeyChanges(IReadOnlyList<string> Keys, SetArguments Arguments)
{
    /// <summary>No change.</summary>
    public static KeyChanges None { get; } = new([], new SetArguments());

    /// <summary>New values of keys.</summary>
    /// <exception cref="MoiException">They are not said rightly; the message tells what to write.</exception>
    public static KeyChanges Of(IEnumerable<object> keys, bool hasValue, object? value)
    {
        Dictionary<string, JsonElement> set = new(StringComparer.Ordinal);
        KeyValuePairs.Read(keys, hasValue, value, set);
        return new KeyChanges([.. set.Keys], new SetArguments { Set = set });
    }

    /// <summary>Elements to add to the arrays under keys, and to take out of them.</summary>
    /// <exception cref="MoiException">They are not said rightly; the message tells what to write.</exception>
    public static KeyChanges OfElements(IEnumerable<object> keys, bool hasValue, object[] add, object[] remove)
    {
        List<string> names = [];
        foreach (object key in keys)
        {
            if (hasValue || (key is PSObject wrapped ? wrapped.BaseObject : key) is not string name || name.Contains('=', StringComparison.Ordinal))
            {
                throw new MoiException("With -Add and -Remove there are only names of keys, and no value: Set-MoiKey K -Add v.");
            }

            if (!names.Contains(name, StringComparer.Ordinal))
            {
                names.Add(name);
            }
        }

        if (add.Length + remove.Length == 0)
        {
            throw new MoiException("There is no element to add or to remove.");
        }

        return new KeyChanges(names, new SetArguments { Add = Each(names, add), Remove = Each(names, remove) });
    }

    /// <summary>The changes for people: <c>Set A=1, B=2</c>.</summary>
    public string Describe() => string.Join("; ", ((string[])
    [
        Arguments.Set is { } set ? $"Set {string.Join(", ", set.Select(pair => $"{pair.Key}={pair.Value.GetRawText()}"))}" : string.Empty,
        Describe("Add", "to", Arguments.Add),
        Describe("Remove", "from", Arguments.Remove),
    ]).Where(part => part.Length > 0));

    private static string Describe(string verb, string where, IReadOnlyDictionary<string, IReadOnlyList<JsonElement>>? elements) =>
        elements is null || elements.Count == 0
            ? string.Empty
            : $"{verb} {string.Join(", ", elements.First().Value.Select(element => element.GetRawText()))} {where} {string.Join(", ", elements.Keys)}";

    private static Dictionary<string, IReadOnlyList<JsonElement>>? Each(IEnumerable<string> names, object[] elements) => elements.Length == 0
        ? null
        : names.ToDictionary(
            name => name,
            name => (IReadOnlyList<JsonElement>)[.. elements.Select(element => JsonValue.OfElement(element, name))],
            StringComparer.Ordinal);
}
