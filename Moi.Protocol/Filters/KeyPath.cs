using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Moi.Protocol.Filters;

/// <summary>
/// A key, or a field inside a key that is an object: <c>arch</c>, <c>sleep-job.code</c>. Each part is made of
/// [A-Za-z0-9_-]; parts are joined by dots; case matters.
/// </summary>
public sealed record KeyPath
{
    private readonly string[] _parts;

    private KeyPath(string text)
    {
        Text = text;
        _parts = text.Split('.');
    }

    /// <summary>The path as written, at most <see cref="FilterLimits.MaxKeyLength"/> characters.</summary>
    public string Text { get; }

    /// <summary>The first part: the key to look up.</summary>
    public string Key => _parts[0];

    /// <summary>Reads a path.</summary>
    /// <exception cref="FormatException">The text is no path; the message says why.</exception>
    public static KeyPath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FindFault(text) is { } fault
            ? throw new FormatException($"'{FilterText.Printable(text, 40)}' is not a key: {fault.Expected}.")
            : new KeyPath(text);
    }

    /// <summary>Reads a path; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out KeyPath? path)
    {
        path = text is null || FindFault(text) is not null ? null : new KeyPath(text);
        return path is not null;
    }

    /// <inheritdoc/>
    public bool Equals(KeyPath? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The path as written.</summary>
    public override string ToString() => Text;

    internal IReadOnlyList<string> Parts => _parts;

    /// <summary>Where the text stops being a path, and what was expected there; null for a path.</summary>
    internal static (int Position, string Expected)? FindFault(ReadOnlySpan<char> text)
    {
        int partStart = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || text[i] == '.')
            {
                if (i == partStart)
                {
                    return (i, text.IsEmpty ? "expected a key" : "expected a name before and after each '.'");
                }

                partStart = i + 1;
            }
            else if (!IsNameCharacter(text[i]))
            {
                return (i, "a key is made of the letters A-Z and a-z, digits, '_' and '-', with '.' before a field");
            }
        }

        return text.Length <= FilterLimits.MaxKeyLength
            ? null
            : (FilterLimits.MaxKeyLength, string.Create(
                CultureInfo.InvariantCulture, $"a key has at most {FilterLimits.MaxKeyLength} characters"));
    }

    internal static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    /// <summary>What is known of the key or field.</summary>
    public KeyReading Read(IKeyLookup keys)
    {
        KeyReading reading = keys.Read(Key);
        if (_parts.Length == 1 || reading.Value is not { } value)
        {
            return reading;
        }

        foreach (string field in _parts.AsSpan(1))
        {
            if (value.ValueKind != JsonValueKind.Object || !TryGetField(value, field, out value))
            {
                return KeyReading.Absent;
            }
        }

        return KeyReading.Of(value);
    }

    private static bool TryGetField(JsonElement value, string field, out JsonElement found)
    {
        try
        {
            return value.TryGetProperty(field, out found);
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            // Another field's name is half a surrogate pair, which the search trips over; such an object has no fields.
            found = default;
            return false;
        }
    }
}
