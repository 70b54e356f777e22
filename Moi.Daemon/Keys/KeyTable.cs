using System.Collections.Immutable;
using System.Text.Json;

namespace Moi.Daemon.Keys;

/// <summary>
/// All keys at one moment, and the length of their values. Never changes; a change makes another table.
/// </summary>
internal sealed record KeyTable(ImmutableDictionary<string, JsonElement> Values, long ValueBytes)
{
    public static readonly KeyTable Empty =
        new(ImmutableDictionary.Create<string, JsonElement>(StringComparer.Ordinal), ValueBytes: 0);

    /// <summary>
    /// What a list of changes, applied in order, comes to: the new value of each key that gets another one, null where
    /// the key goes.
    /// </summary>
    /// <exception cref="KeyRejectedException">One of the changes breaks a rule.</exception>
    public IReadOnlyDictionary<string, JsonElement> Difference(IReadOnlyList<KeyChange> changes, StoreLimits limits)
    {
        Dictionary<string, JsonElement> touched = new(StringComparer.Ordinal);
        foreach (KeyChange change in changes)
        {
            JsonElement before = touched.TryGetValue(change.Name, out JsonElement value) ? value : ValueOf(change.Name);
            JsonElement after = change.After(before);
            int size = CompactJson.Size(after);
            if (size > limits.MaxValueBytes)
            {
                throw new KeyRejectedException(
                    change.Name,
                    $"The value of the key {change.Name} would have {size} bytes and may have {limits.MaxValueBytes}: "
                    + "keep it in a file.");
            }

            touched[change.Name] = after;
        }

        foreach (string same in touched.Keys.Where(n => CompactJson.Same(touched[n], ValueOf(n))).ToArray())
        {
            touched.Remove(same);
        }

        CheckRoom(With(touched), changes, limits);
        return touched;
    }

    /// <summary>The table with these values in place; null erases.</summary>
    public KeyTable With(IReadOnlyDictionary<string, JsonElement> values)
    {
        ImmutableDictionary<string, JsonElement>.Builder builder = Values.ToBuilder();
        long bytes = ValueBytes;
        foreach ((string name, JsonElement value) in values)
        {
            if (builder.Remove(name, out JsonElement old))
            {
                bytes -= CompactJson.Size(old);
            }

            if (value.ValueKind != JsonValueKind.Null)
            {
                builder.Add(name, value);
                bytes += CompactJson.Size(value);
            }
        }

        return new KeyTable(builder.ToImmutable(), bytes);
    }

    private JsonElement ValueOf(string name) => Values.GetValueOrDefault(name, CompactJson.Null);

    private void CheckRoom(KeyTable next, IReadOnlyList<KeyChange> changes, StoreLimits limits)
    {
        // A store that is over a limit that was lowered may still shrink.
        if (next.Values.Count > limits.MaxKeys && next.Values.Count > Values.Count)
        {
            string name = changes.First(change => !Values.ContainsKey(change.Name)).Name;
            throw new KeyRejectedException(
                name,
                $"There is no room for the key {name}: this remote keeps at most {limits.MaxKeys} keys. Erase some.");
        }

        if (next.ValueBytes > limits.MaxTotalValueBytes && next.ValueBytes > ValueBytes)
        {
            string name = changes[^1].Name;
            throw new KeyRejectedException(
                name,
                $"There is no room for the value of the key {name}: this remote keeps at most "
                + $"{limits.MaxTotalValueBytes} bytes in all its keys. Erase some.");
        }
    }
}
