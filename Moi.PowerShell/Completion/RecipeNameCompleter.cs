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
        WildcardPattern pattern = WildcardPattern.Get(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        foreach (Recipe recipe in shelf.Recipes.Where(recipe => pattern.IsMatch(recipe.Name)))
        {
            string help = recipe.Help.Length > 0 ? recipe.Help : $"the recipe {recipe.Name}";
            yield return new CompletionResult(recipe.Name, recipe.Name, CompletionResultType.ParameterValue, help);
        }
    }
}
