using System.Management.Automation;
using Moi.PowerShell.Recipes;

namespace Moi.PowerShell.Commands;

/// <summary>Lists recipes: commands of the operator's own, kept in TOML. Nobody is asked.</summary>
[Cmdlet(VerbsCommon.Get, "MoiRecipe")]
[OutputType(typeof(MoiRecipe))]
public sealed class GetMoiRecipeCommand : RecipeCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (RecipePlan plan in FindPlans())
        {
            WriteObject(RecipeObjects.Of(plan, plan.Recipe.Name));
        }
    }
}
