using Moi.Protocol.Configuration;

namespace Moi.PowerShell.Recipes;

/// <summary>A stage of a recipe as it is written.</summary>
/// <param name="Command">An operation, or another recipe.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="TakesAll">Whether it is given the recipe's own arguments, as <c>alias</c> says.</param>
/// <param name="Written">The stage as one line, for people.</param>
/// <param name="Error">Makes an error about a key of the stage.</param>
internal sealed record RecipeStep(
    string Command,
    IReadOnlyList<IReadOnlyList<Piece>> Arguments,
    bool TakesAll,
    string Written,
    Func<string, string, ConfigurationException> Error)
{
    /// <summary>The key that names the command.</summary>
    public string CommandKey => TakesAll ? "alias" : "command";
}
