using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace Moi.PowerShell.Objects;

/// <summary>Reads what a command is given besides its text.</summary>
internal static class CommandInput
{
    /// <summary>More would not fit into a request.</summary>
    public const int MostBytes = 96 * 1024;

    /// <summary>Environment variables; null stands for an empty one.</summary>
    /// <exception cref="MoiException">A name cannot be one.</exception>
    public static IReadOnlyDictionary<string, string> Variables(IDictionary given)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (DictionaryEntry pair in given)
        {
            string name = Text(pair.Key);
            string value = Text(pair.Value);
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal)
                || value.Contains('\0', StringComparison.Ordinal))
            {
                throw new MoiException($"'{name}' cannot be set in -Environment: it has no name, a '=' in its name or a NUL in it.");
            }

            variables[name] = value;
        }

        return variables;
    }

    /// <summary>Standard input: bytes as they are, a text in UTF-8, several as lines.</summary>
    /// <exception cref="MoiException">It is too much.</exception>
    public static byte[] Bytes(object given)
    {
        object bare = Bare(given);
        byte[] bytes = bare switch
        {
            byte[] raw => raw,
            string text => Encoding.UTF8.GetBytes(text),
            IEnumerable items when items.Cast<object?>().All(item => Bare(item) is byte) => [.. items.Cast<object?>().Select(item => (byte)Bare(item))],
            IEnumerable lines => Encoding.UTF8.GetBytes(string.Concat(lines.Cast<object?>().Select(line => Text(line) + "\n"))),
            _ => Encoding.UTF8.GetBytes(Text(bare)),
        };
        return bytes.Length <= MostBytes
            ? bytes
            : throw new MoiException(
                $"-StandardInput has {bytes.Length} bytes, and {MostBytes} is the most: send a file, and let the command read that.");
    }

    private static string Text(object? value) => Convert.ToString(Bare(value), CultureInfo.InvariantCulture) ?? string.Empty;

    private static object Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value ?? string.Empty;
}
