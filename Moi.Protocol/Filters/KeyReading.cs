using System.Text.Json;

namespace Moi.Protocol.Filters;

/// <summary>What is known of one key: its value, that it is absent, or nothing.</summary>
public readonly struct KeyReading
{
    private readonly bool _isKnown;
    private readonly JsonElement _value;

    private KeyReading(JsonElement value)
    {
        _isKnown = true;
        _value = value;
    }

    /// <summary>Nothing is known of the key; also the default.</summary>
    public static KeyReading Unknown => default;

    /// <summary>The remote has no such key.</summary>
    public static KeyReading Absent => new(default);

    /// <summary>False when nothing is known of the key.</summary>
    public bool IsKnown => _isKnown;

    /// <summary>
    /// The key's value, or null when the key is absent or unknown. A key that is JSON <c>null</c> is absent, for that
    /// is how keys are erased.
    /// </summary>
    public JsonElement? Value => _value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : _value;

    /// <summary>The key has this value. <c>null</c> and an undefined element mean that it is absent.</summary>
    public static KeyReading Of(JsonElement value) => new(value);
}
