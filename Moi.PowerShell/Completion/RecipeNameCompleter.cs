using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Moi.PowerShell.Recipes;
using Moi.Protocol.Configuration;

namespace Moi.PowerShell.Completion;

/// <summary>Completes the names of recipes from the operator's home.</summary>
internal sealed class RecipeNameCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        RecipeShelf shelf = new();
        shelf.AddHome(OperatorHome.Resolve());
        return Completions.Of(
            wordToComplete, shelf.Recipes, recipe => recipe.Name, recipe => recipe.Help.Length > 0 ? recipe.Help : $"the recipe {recipe.Name}");
    }
}
