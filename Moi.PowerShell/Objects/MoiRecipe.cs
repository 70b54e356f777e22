namespace Moi.PowerShell;

/// <summary>A recipe: a command of the operator's own, kept in TOML.</summary>
public sealed class MoiRecipe
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for; empty where nobody said.</summary>
    public required string Help { get; init; }

    /// <summary>The names of its arguments.</summary>
    public required IReadOnlyList<string> Parameters { get; init; }

    /// <summary>Its stages, as they are written.</summary>
    public required IReadOnlyList<string> Stages { get; init; }

    /// <summary>Where it is: the file and the line, as <c>/home/steve/.moi/deb.toml:1</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The PowerShell function that Import-MoiRecipe makes of it.</summary>
    public required string Text { get; init; }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
