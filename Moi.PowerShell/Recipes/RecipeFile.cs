using System.Text.RegularExpressions;

namespace Moi.PowerShell.Recipes;

/// <summary>Tells recipes from other programs' TOML files, such as Cargo.toml, which may be written in ways that are errors here.</summary>
internal static partial class RecipeFile
{
    private const int Longest = 256 * 1024;

    /// <summary>Whether a file has a line that only a recipe has. A file that cannot be read may be one: reading it says why.</summary>
    public static bool MightBeOne(string file)
    {
        try
        {
            return new FileInfo(file).Length > Longest || RecipeKeys().IsMatch(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    [GeneratedRegex(@"^\s*[""']?(command|stages|alias)[""']?\s*=", RegexOptions.Multiline)]
    private static partial Regex RecipeKeys();
}
