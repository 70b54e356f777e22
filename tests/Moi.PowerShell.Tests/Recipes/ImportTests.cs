using System.Management.Automation;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Recipes;

public sealed class ImportTests(SharedFleets fleets)
{
    [Fact]
    public void Recipes_are_functions_of_a_module_of_their_own()
    {
        using RecipeFolder folder = new();
        folder.WithStage("hello", "run", "echo %1").WithStage("again", "ping");
        using ModuleSession session = new();
        folder.ImportInto(session);

        Assert.Equal(["again", "hello"], session.Run("Get-Command -Module Moi.Recipes").Clean().Names);
        Assert.Contains("Invoke-MoiRun", session.Run("${function:hello}.ToString()").Clean().Single.ToString());
    }

    [Fact]
    public void A_function_imported_inside_of_another_is_there_afterwards()
    {
        using RecipeFolder folder = new();
        folder.WithStage("hello", "run", "echo %1");
        using ModuleSession session = new();
        session.Set("recipes", folder.Path);

        session.Run("function outer { & { Import-MoiRecipe -Path $recipes } }; outer").Clean();

        Assert.Equal(["hello"], session.Run("Get-Command hello").Clean().Names);
    }

    [Fact]
    public void Recipes_imported_before_stay_and_are_made_anew_when_they_are_imported_again()
    {
        using RecipeFolder folder = new();
        folder.WithStage("hello", "run", "echo 1").WithStage("other", "ping");
        using ModuleSession session = new();
        session.Set("recipes", folder.Path);
        session.Run("Import-MoiRecipe other -Path $recipes; Import-MoiRecipe hello -Path $recipes").Clean();
        folder.WithStage("hello", "run", "echo 2");

        session.Run("Import-MoiRecipe hello -Path $recipes").Clean();

        Assert.Contains("'echo 2'", session.Run("${function:hello}.ToString()").Clean().Single.ToString());
        Assert.Equal(["hello", "other"], session.Run("Get-Command -Module Moi.Recipes").Clean().Names);
        session.Run("Remove-Module Moi.Recipes; Import-MoiRecipe hello -Path $recipes").Clean();
        Assert.Equal(["hello"], session.Run("Get-Command -Module Moi.Recipes").Clean().Names);
    }

    [Fact]
    public void A_recipe_that_would_hide_a_command_needs_Force_or_a_prefix()
    {
        using RecipeFolder folder = new();
        folder.WithStage("ls", "ping").WithStage("taken", "ping").WithStage("unused", "ping");
        using ModuleSession session = new();
        session.Set("recipes", folder.Path);
        session.Run("function global:taken { 'mine' }").Clean();

        ScriptResult result = session.Run("Import-MoiRecipe -Path $recipes -PassThru");

        Assert.Equal(["unused"], result.Names);
        Assert.Equal(["RecipeClash", "RecipeClash"], result.Errors.Select(ScriptResult.IdOf));
        Assert.Equal("mine", session.Run("taken").Clean().Single.ToString());
        Assert.Equal(["ls", "taken"], session.Run("Import-MoiRecipe ls, taken -Path $recipes -Prefix moi- -PassThru").Clean().Names);
        Assert.Equal(["moi-ls", "moi-taken"], session.Run("Get-Command moi-*").Clean().Names);
        session.Run("Import-MoiRecipe taken -Path $recipes -Force").Clean();
        Assert.Equal("Moi.Recipes", session.Run("Get-Command taken").Clean().Single.ModuleName);
    }

    [Fact]
    public void A_recipe_that_an_alias_hides_is_never_imported()
    {
        using RecipeFolder folder = new();
        folder.WithStage("hidden", "ping");
        using ModuleSession session = new();
        session.Set("recipes", folder.Path);
        session.Run("[void]$ExecutionContext.SessionState.InvokeProvider.Item.Set('alias:hidden', 'Get-Command')").Clean();

        ScriptResult result = session.Run("Import-MoiRecipe -Path $recipes -Force");

        Assert.Equal("RecipeClash", ScriptResult.IdOf(result.Error));
        Assert.Contains("there is an alias of that name", result.Error.ToString());
    }

    [Fact]
    public void WhatIf_says_what_would_be_defined_and_defines_nothing()
    {
        using RecipeFolder folder = new();
        folder.WithStage("hello", "ping");
        using ModuleSession session = new();
        session.Set("recipes", folder.Path);

        Assert.Empty(session.Run("Import-MoiRecipe -Path $recipes -PassThru -WhatIf").Clean().Output);

        Assert.Contains("\"Define function\" on target \"hello", string.Concat(session.Host.Lines));
        Assert.Empty(session.Run("Get-Command hello -ErrorAction Ignore").Output);
    }

    [Fact]
    public void A_recipe_s_help_is_the_function_s()
    {
        using RecipeFolder folder = new();
        folder.With("deb", "help = 'installing #> Debian package'\ncommand = 'push'\nargs = ['%1', '%2']\nparams = ['Package']\n");
        using ModuleSession session = new();
        folder.ImportInto(session);

        dynamic help = session.Run("Get-Help deb").Clean().Single;

        Assert.Equal("installing # > Debian package", help.Synopsis);
        string text = string.Join('\n', session.Run("Get-Help deb -Full | ForEach-Object { $_.description.Text; $_.parameters.parameter | ForEach-Object { \"$($_.name): $($_.description.Text)\" } }").Clean().Output);
        Assert.Contains($"The recipe deb of {folder["deb.toml"]}, line 1.", text);
        Assert.Contains("1. push %1 %2", text);
        Assert.Contains("Package: Argument 1, a file to send.", text);
        Assert.Contains("Arg2: Argument 2, a folder on the remotes.", text);
    }

    [Fact]
    public async Task The_text_of_a_recipe_can_be_kept_as_a_script()
    {
        using RecipeFolder folder = new();
        folder.WithStage("kept", "run", "echo 'it''s' $(echo kept) %1 %1@base");
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        session.Set("recipes", folder.Path);
        string script = session.Run("(Get-MoiRecipe kept -Path $recipes).Text").Clean().Single.ToString();
        await File.WriteAllTextAsync(folder["kept.ps1"], script, TestContext.Current.CancellationToken);
        session.Set("script", folder["kept.ps1"]);

        Assert.Equal("its kept /a/b c b c", session.Run(". $script; kept '/a/b c' -Name frodo").Clean().Single.Stdout);
    }

    [Fact]
    public async Task Remotes_groups_and_folders_complete_the_arguments_of_a_recipe()
    {
        using RecipeFolder folder = new();
        folder.WithStage("sends", "push", "%1", "%2");
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        folder.ImportInto(session);
        session.Set("line", null);

        Assert.Equal(["frodo"], Complete(session, "sends -Name f"));
        Assert.Equal(["tmp"], Complete(session, "sends x t"));
        Assert.Equal(["-Arg1", "-Arg2"], Complete(session, "sends -Ar"));
        Assert.Equal(["bin", "home", "self", "tmp"], Complete(session, "Send-MoiFile x -Destination "));
    }

    private static IReadOnlyList<string> Complete(ModuleSession session, string line)
    {
        session.Set("line", line);
        return
        [
            .. session.Run("[System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches")
                .Clean().Output.Select(match => ((CompletionResult)match.BaseObject).CompletionText),
        ];
    }
}
