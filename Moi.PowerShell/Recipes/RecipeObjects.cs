using System.Globalization;

namespace Moi.PowerShell.Recipes;

/// <summary>Makes the objects that commands emit.</summary>
internal static class RecipeObjects
{
    /// <summary>A recipe as commands emit it.</summary>
    /// <param name="plan">What it does.</param>
    /// <param name="function">What its function is called.</param>
    public static MoiRecipe Of(RecipePlan plan, string function) => new()
    {
        Name = plan.Recipe.Name,
        Help = plan.Recipe.Help,
        Parameters = plan.Parameters,
        Stages = [.. plan.Recipe.Steps.Select(step => step.Written)],
        Source = string.Create(CultureInfo.InvariantCulture, $"{plan.Recipe.File}:{plan.Recipe.Line}"),
        Text = RecipeFunction.TextOf(plan, function),
    };
}
