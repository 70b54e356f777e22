namespace Moi.PowerShell.Recipes;

/// <summary>What is taken of an argument: the word behind <c>%1@</c>, or in <c>$(1:word)</c>.</summary>
internal enum TextOperation
{
    /// <summary>All of it.</summary>
    None,

    /// <summary><see cref="RecipeText.Base"/>.</summary>
    Base,

    /// <summary><see cref="RecipeText.Stem"/>.</summary>
    Stem,

    /// <summary><see cref="RecipeText.Package"/>.</summary>
    Package,

    /// <summary><see cref="RecipeText.Version"/>.</summary>
    Version,

    /// <summary>All of it, and in a command as it is, without quotes.</summary>
    Raw,
}

/// <summary>The words for them.</summary>
internal static class TextOperations
{
    private static readonly Dictionary<string, TextOperation> Words = new(StringComparer.Ordinal)
    {
        ["base"] = TextOperation.Base,
        ["stem"] = TextOperation.Stem,
        ["package"] = TextOperation.Package,
        ["version"] = TextOperation.Version,
        ["raw"] = TextOperation.Raw,
    };

    /// <summary>All words.</summary>
    public static IEnumerable<string> Names => Words.Keys;

    /// <summary>What a word means; null for nothing.</summary>
    public static TextOperation? Find(string word) => Words.TryGetValue(word, out TextOperation operation) ? operation : null;

    /// <summary>The word for an operation.</summary>
    public static string NameOf(TextOperation operation) => Words.First(pair => pair.Value == operation).Key;
}
