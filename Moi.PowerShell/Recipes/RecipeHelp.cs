using System.Globalization;

namespace Moi.PowerShell.Recipes;

/// <summary>Writes the help of a recipe's function, for Get-Help.</summary>
internal static class RecipeHelp
{
    /// <summary>Writes it.</summary>
    public static void Write(ScriptWriter writer, RecipePlan plan, string name)
    {
        Recipe recipe = plan.Recipe;
        writer.Line("<#");
        Section(writer, ".SYNOPSIS", recipe.Help.Length == 0 ? $"The recipe {recipe.Name}." : recipe.Help);
        Section(writer, ".DESCRIPTION", [string.Create(CultureInfo.InvariantCulture, $"The recipe {recipe.Name} of {recipe.File}, line {recipe.Line}."), .. Stages(recipe)]);
        for (int i = 0; i < plan.Parameters.Count; i++)
        {
            Section(writer, $".PARAMETER {plan.Parameters[i]}", string.Create(CultureInfo.InvariantCulture, $"Argument {i + 1}{Purpose(plan.Kinds[i])}."));
        }

        Section(writer, ".PARAMETER Name", "Only these remotes, by name, address or id; wildcards may be used.");
        if (recipe.Group is null)
        {
            Section(writer, ".PARAMETER Group", "Only the members of this group, each of which must answer.");
        }

        Section(writer, ".PARAMETER Filter", "Only remotes whose keys fulfil this condition, beside what the recipe itself asks for.");
        Section(writer, ".PARAMETER InputObject", "Only these remotes: names, or what other Moi commands emit.");
        Section(writer, ".PARAMETER Connection", "The connection to use, as Connect-MoiBroker -PassThru gives it.");
        Section(writer, ".EXAMPLE", string.Join(' ', plan.Parameters.Select(parameter => parameter.ToUpperInvariant()).Prepend(name)));
        Section(writer, ".LINK", "Import-MoiRecipe");
        writer.Line("#>");
    }

    private static IEnumerable<string> Stages(Recipe recipe)
    {
        yield return recipe.Filter is null && recipe.Group is null
            ? "Each stage is for the remotes that came through the one before:"
            : $"For the remotes {Whom(recipe)}; each stage is for those that came through the one before:";
        for (int i = 0; i < recipe.Steps.Count; i++)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"    {i + 1}. {recipe.Steps[i].Written}");
        }
    }

    private static string Whom(Recipe recipe) => string.Join(" and ", ((string?[])
    [
        recipe.Group is null ? null : $"of the group {recipe.Group}",
        recipe.Filter is null ? null : $"with {string.Concat(recipe.Filter.Select(Written))}",
    ]).OfType<string>());

    private static string Written(Piece piece) => piece switch
    {
        Piece.Literal literal => literal.Text,
        Piece.Insert insert => insert.Written,
        _ => string.Empty,
    };

    private static string Purpose(ArgumentKind kind) => kind switch
    {
        ArgumentKind.File => ", a file to send",
        ArgumentKind.Destination => ", a folder on the remotes",
        ArgumentKind.Key => ", a key",
        ArgumentKind.Job => ", the name of a job",
        ArgumentKind.Group => ", a group",
        _ => string.Empty,
    };

    private static void Section(ScriptWriter writer, string head, params IEnumerable<string> lines)
    {
        writer.Line(head);
        foreach (string line in lines.SelectMany(text => text.Split('\n')))
        {
            writer.Line(Harmless(line));
        }
    }

    /// <summary>A line that neither ends the comment nor begins a section of the help.</summary>
    private static string Harmless(string line)
    {
        string text = line.Replace("#>", "# >", StringComparison.Ordinal).TrimEnd();
        return text.TrimStart().StartsWith('.') ? $"' {text}" : text;
    }
}
