using System.Text;

namespace Moi.PowerShell.Fleet.Files;

/// <summary>
/// A text in which <c>%n</c> stands for a remote's name, <c>%a</c> for its address, <c>%t</c> for the time in Unix seconds, and
/// <c>%%</c> for a per cent sign.
/// </summary>
internal static class PullPattern
{
    /// <summary>What is wrong with a pattern, one line; null where nothing is.</summary>
    public static string? FindProblem(string pattern)
    {
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '%' && (++i == pattern.Length || !"nat%".Contains(pattern[i], StringComparison.Ordinal)))
            {
                string found = i == pattern.Length ? "%" : $"%{pattern[i]}";
                return $"'{found}' in '{pattern}' means nothing: use %n (name), %a (address), %t (Unix time), or %% for a per cent sign.";
            }
        }

        return null;
    }

    /// <summary>Whether anything in it stands for something else.</summary>
    public static bool HasValues(string pattern) => pattern.Replace("%%", string.Empty, StringComparison.Ordinal).Contains('%', StringComparison.Ordinal);

    /// <summary>Puts the values in, made fit for the name of a file.</summary>
    public static string Expand(string pattern, string name, string address, long time)
    {
        StringBuilder expanded = new(pattern.Length);
        for (int i = 0; i < pattern.Length; i++)
        {
            _ = pattern[i] != '%'
                ? expanded.Append(pattern[i])
                : pattern[++i] switch
                {
                    'n' => expanded.Append(SafeFileName.PartOf(name)),
                    'a' => expanded.Append(SafeFileName.PartOf(address)),
                    't' => expanded.Append(time),
                    _ => expanded.Append('%'),
                };
        }

        return expanded.ToString();
    }
}
