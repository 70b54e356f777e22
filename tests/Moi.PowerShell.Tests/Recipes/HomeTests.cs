using Moi.PowerShell.Tests.Configuration;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Recipes;

[Collection(WithOwnHome.Name)]
public sealed class HomeTests : IDisposable
{
    private const string Space = "command = \"run\"\nargs = [\"echo 'a b c d' | awk '{print $4}'\"]\nfilter = \"name=frodo\"\n";

    private readonly SharedFleets _fleets;
    private readonly string? _before = Environment.GetEnvironmentVariable("MOI_HOME");
    private readonly TemporaryFolder _folder = new();

    public HomeTests(SharedFleets fleets)
    {
        _fleets = fleets;
        Environment.SetEnvironmentVariable("MOI_HOME", _folder["home"]);
        _folder.Write("home/config.toml", "[config]\n");
        _folder.Write("here/Cargo.toml", "[package]\n[[bin]]\n");
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("MOI_HOME", _before);
        _folder.Dispose();
    }

    [Theory]
    [InlineData("home/config.toml", "[config]\n[commands.space]\nhelp=\"how much room has Jessie?\"\n", 2)]
    [InlineData("home/space.toml", "", 1)]
    [InlineData("here/space.toml", "", 1)]
    public async Task The_seed_s_alias_is_found_in_all_three_places(string file, string head, int line)
    {
        _folder.Write(file, head + Space);
        using ModuleSession session = await _fleets.OpenAsync(FleetKind.Demo);
        session.Set("here", _folder["here"]);
        string path = file.StartsWith("here", StringComparison.Ordinal) ? "-Path ." : string.Empty;

        ScriptResult listed = session.Run($"$ExecutionContext.SessionState.Path.SetLocation($here) > $null; Get-MoiRecipe {path}").Clean();
        ScriptResult invoked = session.Run("Invoke-MoiRecipe space").Clean();
        ScriptResult imported = session.Run($"Import-MoiRecipe {path}; space").Clean();

        Assert.Equal(["space"], listed.Names);
        Assert.Equal([$"{_folder[file]}:{line}"], listed.Values("Source"));
        Assert.Equal(("frodo", "d"), (invoked.Single.Name, invoked.Single.Stdout));
        Assert.Equal(("frodo", "d"), (imported.Single.Name, imported.Single.Stdout));
        Assert.Equal(
            path.Length == 0 ? [] : [$"The recipe 'space' is that of {_folder[file]}."],
            invoked.Information);
    }

    [Fact]
    public async Task A_recipe_here_never_takes_the_place_of_one_at_home()
    {
        _folder.Write("home/space.toml", Space);
        _folder.Write("here/space.toml", "command = 'run'\nargs = ['echo evil']\n");
        _folder.Write("here/outer.toml", "alias = 'space'\n");
        using ModuleSession session = await _fleets.OpenAsync(FleetKind.Demo);
        session.Set("here", _folder["here"]);
        session.Run("$ExecutionContext.SessionState.Path.SetLocation($here) > $null").Clean();

        Assert.Equal("d", session.Run("Invoke-MoiRecipe space").Clean().Single.Stdout);
        Assert.Equal("d", session.Run("Invoke-MoiRecipe outer").Clean().Single.Stdout);
        Assert.Equal("evil", session.Run("Invoke-MoiRecipe space -Path . -Remote frodo").Clean().Single.Stdout);
    }

    [Fact]
    public void A_configuration_that_is_wrong_hides_no_recipe_beside_it()
    {
        _folder.Write("home/config.toml", "[config]\nmqtt_adr = 'x'\n");
        _folder.Write("home/space.toml", Space);
        using ModuleSession session = new();

        ScriptResult result = session.Run("Get-MoiRecipe");

        Assert.Equal(["space"], result.Names);
        Assert.Contains("config.toml:2: unknown key 'mqtt_adr'", result.Error.ToString());
        Assert.Contains("config.toml:2: unknown key 'mqtt_adr'", session.Run("Invoke-MoiRecipe nosuch").Error.ToString());
    }

    [Fact]
    public void Two_recipes_of_one_name_are_one_and_that_is_said()
    {
        _folder.Write("home/config.toml", "[commands.space]\n" + Space);
        _folder.Write("home/space.toml", Space);
        using ModuleSession session = new();

        ScriptResult result = session.Run("Get-MoiRecipe");

        Assert.Equal([_folder["home", "config.toml"] + ":1"], result.Values("Source"));
        Assert.Contains("hidden by", Assert.Single(result.Warnings));
    }

    [Fact]
    public void Looking_for_recipes_makes_no_configuration()
    {
        Directory.Delete(_folder["home"], recursive: true);
        using ModuleSession session = new();

        session.Run("Get-MoiRecipe").Clean();

        Assert.False(Directory.Exists(_folder["home"]));
    }

    [Fact]
    public async Task A_recipe_is_invoked_with_arguments_for_remotes()
    {
        _folder.Write("home/say.toml", "help = 'saying'\ncommand = 'run'\nargs = ['echo %1 %2']\n");
        _folder.Write("home/bags.toml", "command = 'ping'\ngroup = 'bags'\n");
        using ModuleSession session = await _fleets.OpenAsync(FleetKind.Demo);

        Assert.Equal("a b", session.Run("Invoke-MoiRecipe say a, b -Remote frodo").Clean().Single.Stdout);
        Assert.Equal(["frodo", "merry"], session.Run("'frodo', 'merry' | Invoke-MoiRecipe say a, b").Clean().Names);
        Assert.Equal(["bilbo", "frodo"], session.Run("$x = '10.10.10.1*'; Invoke-MoiRecipe say a, b -Filter { $_.addr -like $x }").Clean().Names);
        Assert.Empty(session.Run("@() | Invoke-MoiRecipe say a, b").Clean().Output);
        Assert.Equal("say saying: argument 2 (Arg2) is missing.", session.Run("Invoke-MoiRecipe say a").Termination!.ToString());
        Assert.Equal("say saying: 3 arguments are given, but it takes 2 (Arg1, Arg2).", session.Run("Invoke-MoiRecipe say a, b, c").Termination!.ToString());
        Assert.Equal("RecipeHasGroup", session.Run("Invoke-MoiRecipe bags -Group all").TerminationId);
        Assert.Empty(session.Run("Invoke-MoiRecipe say a, b -Remote frodo -WhatIf").Clean().Output);
        Assert.Contains("Run 'echo a b'", string.Concat(session.Host.Lines));
    }

    [Fact]
    public void Names_of_recipes_complete()
    {
        _folder.Write("home/space.toml", "help = 'how much room?'\n" + Space);
        _folder.Write("home/broken.toml", "[");
        using ModuleSession session = new();
        session.Set("line", "Invoke-MoiRecipe sp");

        dynamic match = session.Run("[System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches").Clean().Single;

        Assert.Equal(("space", "how much room?"), (match.CompletionText, match.ToolTip));
    }
}
