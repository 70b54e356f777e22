using System.ComponentModel;
using System.Management.Automation;
using Moi.PowerShell.Completion;
using Moi.PowerShell.Recipes;
using Moi.Protocol.Configuration;

namespace Moi.PowerShell.Commands;

/// <summary>A command on recipes, which are looked for in the operator's home, or where it is told.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RecipeCmdlet : MoiCmdlet
{
    /// <summary>Only these recipes; wildcards may be used.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RecipeNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Files, or folders of files, to take recipes from in place of the operator's home; <c>.</c> for the current folder. Wildcards may be used.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>The plans of the recipes that are meant. What cannot be used is reported, and hides no other.</summary>
    private protected IReadOnlyList<RecipePlan> FindPlans()
    {
        RecipeShelf home = new();
        home.AddHome(OperatorHome.Resolve());
        RecipeShelf shelf = Path is null ? home : RecipePaths.ShelfOf(Path, SessionState, home);
        List<WildcardPattern> patterns = [.. Name.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase))];
        bool IsMeant(string? name) => name is null || patterns.Exists(pattern => pattern.IsMatch(name));

        foreach ((_, ConfigurationException error) in shelf.Problems.Where(problem => IsMeant(problem.Name)))
        {
            WriteError(Errors.BadRecipe(error));
        }

        foreach (string hidden in shelf.Hidden)
        {
            WriteWarning(hidden);
        }

        List<RecipePlan> plans = [];
        foreach (Recipe recipe in shelf.Recipes.Where(recipe => IsMeant(recipe.Name)))
        {
            try
            {
                plans.Add(shelf.PlanOf(recipe));
            }
            catch (ConfigurationException e)
            {
                WriteError(Errors.BadRecipe(e));
            }
        }

        ReportMissing(shelf);
        return plans;
    }

    private void ReportMissing(RecipeShelf shelf)
    {
        IEnumerable<string?> there = [.. shelf.Recipes.Select(recipe => recipe.Name), .. shelf.Problems.Select(problem => problem.Name)];
        foreach (string name in Name.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)))
        {
            if (!there.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                WriteError(Errors.RecipeNotFound(name, Path is null ? $"in {OperatorHome.Resolve()}" : $"in {string.Join(", ", Path)}"));
            }
        }
    }
}
