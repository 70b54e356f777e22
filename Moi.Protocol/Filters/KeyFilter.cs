using System.Text.Json;

namespace Moi.Protocol.Filters;

/// <summary>A condition on one key, or on a field in it.</summary>
public abstract record KeyFilter : Filter
{
    private protected KeyFilter(KeyPath key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Key = key;
    }

    /// <summary>The key or field.</summary>
    public KeyPath Key { get; }

    /// <inheritdoc/>
    public sealed override Truth Evaluate(IKeyLookup keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        KeyReading reading = Key.Read(keys);
        if (!reading.IsKnown)
        {
            return Truth.Unknown;
        }

        return Holds(reading.Value) ? Truth.True : Truth.False;
    }

    /// <summary>Whether the condition holds for a value, null when the key is absent.</summary>
    private protected abstract bool Holds(JsonElement? value);
}
