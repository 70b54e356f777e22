using System.Text.Json;

namespace Moi.Daemon.Keys;

/// <summary>
/// One change of one key. Elements are equal when their compact JSON is the same text: <c>1</c> is not <c>1.0</c>, and
/// the order of an object's fields counts.
/// </summary>
public sealed class KeyChange
{
    private KeyChange(KeyOperation operation, string name, JsonElement value)
    {
        Operation = operation;
        Name = name;
        Value = value;
    }

    /// <summary>What is done.</summary>
    public KeyOperation Operation { get; }

    /// <summary>The key: 1 to 128 of A-Z, a-z, 0-9, _ and -.</summary>
    public string Name { get; }

    /// <summary>The value or element, in compact form and independent of the document it was read from.</summary>
    public JsonElement Value { get; }

    /// <summary>Gives a key a value; null erases it.</summary>
    /// <exception cref="KeyRejectedException">The name or the value can't be kept.</exception>
    public static KeyChange Set(string name, JsonElement value) => Make(KeyOperation.Set, name, value);

    /// <summary>Removes a key.</summary>
    /// <exception cref="KeyRejectedException">It is not a name.</exception>
    public static KeyChange Erase(string name) => Set(name, CompactJson.Null);

    /// <summary>Adds an element to an array unless it is there already.</summary>
    /// <exception cref="KeyRejectedException">The name or the element can't be kept.</exception>
    public static KeyChange AddToArray(string name, JsonElement element) =>
        Make(KeyOperation.AddToArray, name, element);

    /// <summary>Removes an element from an array.</summary>
    /// <exception cref="KeyRejectedException">The name or the element can't be kept.</exception>
    public static KeyChange RemoveFromArray(string name, JsonElement element) =>
        Make(KeyOperation.RemoveFromArray, name, element);

    /// <summary>
    /// The key's value after the change; <see cref="JsonValueKind.Null"/> stands for no key, here and there.
    /// </summary>
    /// <exception cref="KeyRejectedException">The key holds something that is no array.</exception>
    internal JsonElement After(JsonElement before) => (Operation, before.ValueKind) switch
    {
        (KeyOperation.Set, _) => Value,
        (KeyOperation.AddToArray, JsonValueKind.Null) => ArrayOf([Value]),
        (KeyOperation.AddToArray, JsonValueKind.Array) when Holds(before) => before,
        (KeyOperation.AddToArray, JsonValueKind.Array) => ArrayOf(before.EnumerateArray().Append(Value)),
        (KeyOperation.RemoveFromArray, JsonValueKind.Null) => before,
        (KeyOperation.RemoveFromArray, JsonValueKind.Array) =>
            ArrayOf(before.EnumerateArray().Where(element => !CompactJson.Same(element, Value))),
        _ => throw new KeyRejectedException(
            Name, $"The key {Name} holds {Describe(before.ValueKind)}, not an array: set it to an array first."),
    };

    private static KeyChange Make(KeyOperation operation, string name, JsonElement value) =>
        new(operation, KeyName.Check(name), Compact(name, value.WriteTo));

    private static JsonElement Compact(string name, Action<Utf8JsonWriter> write)
    {
        try
        {
            return CompactJson.Build(write);
        }
        catch (JsonException)
        {
            throw new KeyRejectedException(
                name, $"The value for the key {name} is nested more than {CompactJson.MaxDepth} deep: flatten it.");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new KeyRejectedException(
                name, $"The value for the key {name} can't be written as JSON: it holds broken Unicode, or nothing.");
        }
    }

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Object => "an object",
        JsonValueKind.Number => "a number",
        _ => "a string",
    };

    private bool Holds(JsonElement array) => array.EnumerateArray().Any(element => CompactJson.Same(element, Value));

    private JsonElement ArrayOf(IEnumerable<JsonElement> elements) => Compact(
        Name,
        writer =>
        {
            writer.WriteStartArray();
            foreach (JsonElement element in elements)
            {
                element.WriteTo(writer);
            }

            writer.WriteEndArray();
        });
}
