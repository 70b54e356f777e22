using Moi.PowerShell.Recipes;
using Moi.Protocol.Configuration;

namespace Moi.Fuzz.Parsers;

/// <summary>A recipe becomes a tree, the tree a plan, and the plan a script; each may refuse it.</summary>
internal static class RecipeParser
{
    public static FuzzedParser Parser => FuzzedParser.Refusing<ConfigurationException>("recipe", 64 * 1024, input =>
    {
        Recipe recipe = RecipeReader.Read("fuzz", Settings.Parse("/recipes/fuzz.toml", input));
        RecipeShelf shelf = new();
        RecipePlan plan = RecipePlan.Of(recipe, name => name == "fuzz" ? recipe : shelf.Find(name), () => ["fuzz"]);
        string text = RecipeFunction.TextOf(plan, "fuzz");
        int end = text.IndexOf("#>", StringComparison.Ordinal);
        FuzzedParser.Promise(
            text.Contains("<#", StringComparison.Ordinal) && text[(end + 2)..].TrimStart().StartsWith("[CmdletBinding(", StringComparison.Ordinal), "no text of a recipe ends the help");
        return $"{plan.Stages.Count} stages {plan.Changes} {plan.Filters.Count} {string.Concat(plan.Kinds)}";
    });
}
