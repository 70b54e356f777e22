using System.Management.Automation;
using System.Text.Json;

namespace Moi.PowerShell.Objects;

/// <summary>Turns JSON into what PowerShell works with: PSCustomObject, object[], long, double, string, bool, null.</summary>
internal static class JsonObject
{
    public static object? From(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out long number) ? (object)number : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => value.EnumerateArray().Select(From).ToArray(),
        JsonValueKind.Object => Fields(value),
        _ => null,
    };

    private static PSObject Fields(JsonElement value)
    {
        PSObject fields = new();
        foreach (JsonProperty field in value.EnumerateObject())
        {
            // PowerShell's names ignore case; of two that differ in nothing else, the first stays.
            if (fields.Properties[field.Name] is null)
            {
                fields.Properties.Add(new PSNoteProperty(field.Name, From(field.Value)));
            }
        }

        return fields;
    }
}
