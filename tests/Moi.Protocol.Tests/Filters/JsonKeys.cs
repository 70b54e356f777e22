using System.Text.Json;
using Moi.Protocol.Filters;

namespace Moi.Protocol.Tests.Filters;

/// <summary>The keys of one remote, from the text of a JSON object; those named as unknown are not known.</summary>
internal sealed class JsonKeys(string json, params string[] unknown) : IKeyLookup
{
    private readonly JsonElement _keys = JsonElement.Parse(json);

    public KeyReading Read(string key)
    {
        if (unknown.Contains(key))
        {
            return KeyReading.Unknown;
        }

        return _keys.TryGetProperty(key, out JsonElement value) ? KeyReading.Of(value) : KeyReading.Absent;
    }
}
