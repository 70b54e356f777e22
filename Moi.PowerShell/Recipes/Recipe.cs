namespace Moi.PowerShell.Recipes;

/// <summary>A recipe as it is written, each text understood.</summary>
internal sealed record Recipe
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, one line; empty where nobody said.</summary>
    public required string Help { get; init; }

    /// <summary>Full path of the file.</summary>
    public required string File { get; init; }

    /// <summary>The line where it begins.</summary>
    public required int Line { get; init; }

    /// <summary>The names of its first arguments.</summary>
    public required IReadOnlyList<string> Parameters { get; init; }

    /// <summary>The condition on the remotes; null for none.</summary>
    public required IReadOnlyList<Piece>? Filter { get; init; }

    /// <summary>The group that is meant; null for any.</summary>
    public required string? Group { get; init; }

    /// <summary>Whether only failures come out.</summary>
    public required bool IsQuiet { get; init; }

    /// <summary>What is not done as written; null where all is.</summary>
    public required string? Advice { get; init; }

    /// <summary>Its stages.</summary>
    public required IReadOnlyList<RecipeStep> Steps { get; init; }

    /// <summary>The name and the help, as errors begin.</summary>
    public string Title => TitleOf(Name, Help);

    /// <summary>The name and the help of a recipe, as errors begin.</summary>
    public static string TitleOf(string name, string help) => help.Length == 0 ? name : $"{name} {help}";
}
