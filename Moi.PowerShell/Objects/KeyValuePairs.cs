using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;

namespace Moi.PowerShell.Objects;

/// <summary>Reads what Set-MoiKey is given: a key and a value, <c>A=1</c> pairs, or hashtables.</summary>
internal static class KeyValuePairs
{
    /// <exception cref="MoiException">It is none of these; the message says which part, and what to write.</exception>
    public static void Read(IEnumerable<object> keys, bool hasValue, object? value, IDictionary<string, JsonElement> into)
    {
        object[] given = [.. keys.Select(key => key is PSObject wrapped ? wrapped.BaseObject : key)];
        if (hasValue)
        {
            if (given is not [string name])
            {
                throw new MoiException("With -Value there is one key: Set-MoiKey A 1.");
            }

            if (name.Contains('=', StringComparison.Ordinal))
            {
                throw new MoiException($"'{name}' has a value already, and '{value}' is another: write Set-MoiKey A=1, B=2 with commas, or Set-MoiKey A 1.");
            }

            Add(into, name, JsonValue.Of(value, name));
            return;
        }

        foreach (object key in given)
        {
            switch (key)
            {
                case IDictionary pairs:
                    foreach (DictionaryEntry pair in pairs)
                    {
                        string name = Convert.ToString(pair.Key, CultureInfo.InvariantCulture)!;
                        Add(into, name, JsonValue.Of(pair.Value, name));
                    }

                    break;
                case string text when text.IndexOf('=', StringComparison.Ordinal) is > 0 and int split:
                    Add(into, text[..split], JsonValue.OfText(text[(split + 1)..], text[..split]));
                    break;
                default:
                    throw new MoiException($"'{key}' says no value: write Set-MoiKey {key} VALUE, Set-MoiKey {key}=VALUE, or give a hashtable.");
            }
        }
    }

    private static void Add(IDictionary<string, JsonElement> into, string name, JsonElement value)
    {
        if (!into.TryAdd(name, value))
        {
            throw new MoiException($"The key '{name}' is given twice.");
        }
    }
}
