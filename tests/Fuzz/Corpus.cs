namespace Moi.Fuzz;

/// <summary>The inputs that mutation begins with: a folder for each parser.</summary>
internal static class Corpus
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "corpus");

    /// <summary>The inputs of a parser, by name.</summary>
    /// <exception cref="DirectoryNotFoundException">There are none.</exception>
    public static IReadOnlyList<byte[]> Of(string parser) =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder, parser)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
}
