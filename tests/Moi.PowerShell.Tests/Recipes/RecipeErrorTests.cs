using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Recipes;

public sealed class RecipeErrorTests
{
    [Theory]
    [InlineData("command = 'ping'\nhlep = 'x'\n", ":2: unknown key 'hlep'; did you mean 'help'?")]
    [InlineData("stages = 2\n[1]\ncommand = 'ping'\n", ":1: 'stages' of the recipe bad says 2, but there is no table for stage 2")]
    [InlineData("stages = 1\n[1]\ncommand = 'ping'\n[2]\ncommand = 'ping'\n", ":4: unknown key '2'")]
    [InlineData("stages = 1\n[1]\nargs = []\n", ":2: 'command' in [1] of the recipe bad is missing")]
    [InlineData("stages = 1\n[1]\ncommand = 'ping'\nfilter = 'a'\n", ":4: unknown key 'filter' in [1]")]
    [InlineData("help = 'doing harm'\nstages = 1\n[1]\ncommand = 'pusch'\n", ":4: 'command' in [1] of the recipe bad (doing harm) is 'pusch', which is neither an operation nor a recipe; did you mean 'push'?")]
    [InlineData("command = 'push'\nargs = ['a']\n", ":2: 'args' of the recipe bad has 1 text(s), but push takes: file folder")]
    [InlineData("command = 'ping'\nargs = ['a']\n", ":2: 'args' of the recipe bad has 1 text(s), but ping takes no arguments")]
    [InlineData("command = 'run'\nargs = 'a'\n", ":2: 'args' must be an array of strings, not a string")]
    [InlineData("command = 'run'\nargs = ['a']\nquiet = 'yes'\n", ":3: 'quiet' must be true or false, not a string")]
    [InlineData("command = 'run'\nargs = ['a']\nstages = 2\n", ":1: 'command' of the recipe bad does not go with stages")]
    [InlineData("command = 'ls'\nfilter = 'all'\n", ":2: 'filter' of the recipe bad is no filter")]
    [InlineData("alias = '$1'\n", ":1: 'alias' of the recipe bad must be a fixed name")]
    [InlineData("alias = 'ping'\nargs = []\n", ":1: 'alias' of the recipe bad goes with neither command nor args")]
    [InlineData("command = 'run'\nargs = ['echo %1']\nparams = ['Input']\n", ":3: 'params' of the recipe bad has 'Input', which cannot be a parameter's name")]
    [InlineData("command = 'run'\nargs = ['echo %1']\nparams = ['File', 'Folder']\n", ":3: 'params' of the recipe bad names 2 argument(s), but 1 are used")]
    [InlineData("command = 'run'\nargs = ['echo %1 %2']\nparams = ['File', 'file']\n", ":3: 'params' of the recipe bad has a name twice")]
    [InlineData("command = 'bad'\n", ":1: 'command' of the recipe bad refers back to itself: bad -> bad")]
    [InlineData("command = 'run\n", ":1: a string is not closed on its line")]
    [InlineData("command = 'run'\ncommand = 'run'\n", ":2: duplicate key 'command', first on line 1")]
    public void A_recipe_that_is_wrong_is_one_line_with_the_file_the_line_and_its_help(string text, string said)
    {
        using RecipeFolder folder = new();
        folder.With("bad", text);
        using ModuleSession session = new();

        string message = folder.ErrorIn(session).ToString();

        Assert.StartsWith(folder["bad.toml"] + said, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Recipes_that_refer_to_each_other_in_a_circle_name_it()
    {
        using RecipeFolder folder = new();
        folder.WithStage("a", "b").WithStage("b", "c").With("c", "stages = 2\n[1]\ncommand='ping'\n[2]\nalias = 'b'\n");
        using ModuleSession session = new();
        session.Set("recipes", folder.Path);

        ScriptResult result = session.Run("Get-MoiRecipe -Path $recipes");

        Assert.Empty(result.Output);
        Assert.Equal(
            [
                $"{folder["c.toml"]}:5: 'alias' in [2] of the recipe c refers back to itself: b -> c -> b",
                $"{folder["c.toml"]}:5: 'alias' in [2] of the recipe c refers back to itself: b -> c -> b",
                $"{folder["b.toml"]}:1: 'command' of the recipe b refers back to itself: c -> b -> c",
            ],
            result.Errors.Select(error => error.ToString()));
    }

    [Fact]
    public void A_broken_file_hides_no_other_and_other_programs_files_are_passed_over()
    {
        using RecipeFolder folder = new();
        folder.WithStage("good", "ping").With("broken", "command = \n").With("Cargo", "[package]\nedition = 2018\n[[bin]]\nname = 'moi'\n");
        using ModuleSession session = new();
        session.Set("recipes", folder.Path);

        ScriptResult result = session.Run("Get-MoiRecipe -Path $recipes");

        Assert.Equal(["good"], result.Names);
        Assert.StartsWith($"{folder["broken.toml"]}:1: ", result.Error.ToString());
        Assert.Empty(session.Run("Get-MoiRecipe good -Path $recipes").Errors);
    }

    [Fact]
    public void Files_that_are_named_must_be_recipes()
    {
        using RecipeFolder folder = new();
        folder.With("Cargo", "[package]\n");
        using ModuleSession session = new();
        session.Set("file", folder["Cargo.toml"]);

        Assert.Contains("'command' of the recipe Cargo is missing", session.Run("Get-MoiRecipe -Path $file").Error.ToString());
        Assert.Contains("no such file", session.Run("Get-MoiRecipe -Path \"$file.none\"").Error.ToString());
    }

    [Fact]
    public void A_recipe_that_is_not_there_is_an_error_and_a_wildcard_is_not()
    {
        using ModuleSession session = new();

        Assert.Equal("RecipeNotFound", ScriptResult.IdOf(session.Run("Get-MoiRecipe nosuch").Error));
        Assert.Equal("RecipeNotFound", session.Run("Invoke-MoiRecipe nosuch").TerminationId);
        session.Run("Get-MoiRecipe nosuch*").Clean();
    }

    [Fact]
    public void Columns_of_the_seed_s_JSON_are_left_out_with_advice()
    {
        using RecipeFolder folder = new();
        folder.With("columns", "command = 'run'\nargs = ['df']\ncols = ['a', 'b']\n");
        using ModuleSession session = new();
        session.Set("recipes", folder.Path);

        Assert.Contains("Select-Object", Assert.Single(session.Run("Import-MoiRecipe -Path $recipes").Warnings));
    }
}
