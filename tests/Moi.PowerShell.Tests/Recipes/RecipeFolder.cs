using System.Management.Automation;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Recipes;

/// <summary>A folder with recipes, and what sessions make of them.</summary>
internal sealed class RecipeFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    public string this[string name] => _folder[name];

    public void Dispose() => _folder.Dispose();

    /// <summary>Writes a recipe.</summary>
    public RecipeFolder With(string name, string text)
    {
        _folder.Write(name + ".toml", text);
        return this;
    }

    /// <summary>Writes a recipe of one stage.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="command">Its command.</param>
    /// <param name="arguments">Its arguments.</param>
    public RecipeFolder WithStage(string name, string command, params string[] arguments) =>
        With(name, $"command = \"{command}\"\nargs = [{string.Join(", ", arguments.Select(argument => $"'''{argument}'''"))}]\n");

    /// <summary>Imports all of them.</summary>
    public void ImportInto(ModuleSession session)
    {
        session.Set("recipes", Path);
        session.Run("Import-MoiRecipe -Path $recipes").Clean();
    }

    /// <summary>What is wrong with the only recipe there is.</summary>
    public ErrorRecord ErrorIn(ModuleSession session)
    {
        session.Set("recipes", Path);
        ScriptResult result = session.Run("Get-MoiRecipe -Path $recipes");
        Assert.Empty(result.Output);
        return result.Error;
    }
}
