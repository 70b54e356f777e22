using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Recipes;

public sealed class ExampleTests
{
    [Fact]
    public void All_examples_are_recipes_and_say_what_they_are_for()
    {
        using ModuleSession session = new();
        session.Set("examples", Path.GetFullPath(Path.Combine(StagedModule.Folder, "..", "..", "examples", "recipes")));

        ScriptResult result = session.Run("Get-MoiRecipe -Path $examples").Clean();

        Assert.Equal(["deb", "install", "pushr", "space", "tgz"], result.Names);
        Assert.All(result.Values("Help"), help => Assert.NotEqual("", help));
    }

    [Fact]
    public void A_list_of_recipes_fits_a_terminal()
    {
        using ModuleSession session = new();
        session.Set("examples", Path.GetFullPath(Path.Combine(StagedModule.Folder, "..", "..", "examples", "recipes")));

        session.Run("Get-MoiRecipe deb, tgz -Path $examples | Out-Default").Clean();

        Assert.Contains(session.Host.Lines, line => line.StartsWith("deb            Package          ", StringComparison.Ordinal) && line.Contains("deb.toml:", StringComparison.Ordinal) && line.Contains(" installing Debian package", StringComparison.Ordinal));
        Assert.Contains(session.Host.Lines, line => line.StartsWith("tgz            Archive, Folder  ", StringComparison.Ordinal));
        Assert.Contains(session.Host.Lines, line => line.Contains("Arguments", StringComparison.Ordinal) && line.Contains("Help", StringComparison.Ordinal));
    }
}
