using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Recipes;

public sealed class NotationTests(SharedFleets fleets)
{
    [Theory]
    [InlineData("echo %1", "a/b-1.2.tgz", "a/b-1.2.tgz")]
    [InlineData("echo %1@base", "a/b-1.2.tgz", "b-1.2.tgz")]
    [InlineData("echo %1@stem", "a/b-1.2.tgz", "b-1.2")]
    [InlineData("echo %1@package", "a/b-1.2.tgz", "b")]
    [InlineData("echo %1@version", "a/b-1.2.tgz", "1.2")]
    [InlineData("echo %1@package=%1@version", "a/b-1.2.tgz", "b=1.2")]
    [InlineData("echo me@@%1@@host", "x", "me@@x@host")]
    [InlineData("echo %%1 %%%1 %%%%1 100% %s %0 %%", "x", "%1 %x %%1 100% %s %0 %%")]
    [InlineData("echo %10", "x", "x0")]
    [InlineData("echo $1", "a/b-1.2.tgz", "a/b-1.2.tgz")]
    [InlineData("echo $(1)", "x", "x")]
    [InlineData("echo $(1:base) $(1:stem) $(1:package) $(1:version)", "a/b-1.2.tgz", "b-1.2.tgz b-1.2 b 1.2")]
    [InlineData("echo '$1'", null, "$1")]
    [InlineData("echo \"$1\" $(echo 5x) $(2to3) ${HOME:+home}", "x", "x 5x home")]
    [InlineData("echo '$$4' %1", "x", "$$4 x")]
    [InlineData("echo '$$4' $1", "x", "$4 x")]
    [InlineData("HOME=h; echo $$HOME $1", "x", "h x")]
    [InlineData("echo '{print $4}'", null, "{print $4}")]
    [InlineData("echo '{print $$4}'", null, "{print $4}")]
    [InlineData("x=a.b.c; echo ${x%%.*}", null, "a")]
    public async Task An_argument_is_written_in_the_seed_s_way_or_in_its_successor_s(string command, string? argument, string printed)
    {
        using RecipeFolder folder = new();
        folder.WithStage("notation", "run", command);
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        folder.ImportInto(session);
        session.Set("argument", argument);

        ScriptResult result = session.Run(argument is null ? "notation -Name frodo" : "notation $argument -Name frodo");

        Assert.Equal(printed, result.Clean().Single.Stdout);
    }

    [Theory]
    [InlineData("echo %1@pakage", "there is no '@pakage', only @base, @stem, @package, @version, @raw", 6)]
    [InlineData("echo %1@", "there is no '@', only", 6)]
    [InlineData("echo $(1:pakage)", "there is no ':pakage', only :base, :stem, :package, :version, :raw", 6)]
    [InlineData("echo $(1:base", "there is no ')' to this '$('", 6)]
    [InlineData("echo $(0)", "arguments are counted from 1 to 99", 6)]
    [InlineData("echo $(100:base)", "arguments are counted from 1 to 99", 6)]
    [InlineData("echo %1 $(2:base)", "this recipe writes arguments as %1; it cannot have $(1) too", 9)]
    public void What_is_no_place_for_an_argument_is_refused_and_shown(string command, string said, int character)
    {
        using RecipeFolder folder = new();
        folder.WithStage("notation", "run", command);
        using ModuleSession session = new();

        string message = folder.ErrorIn(session).ToString();

        Assert.Contains($"notation.toml:2: 'args' of the recipe notation cannot be understood: {said}", message);
        Assert.Contains($"at character {character} of \"{command}\"", message);
    }

    [Fact]
    public void Raw_has_no_meaning_outside_of_a_command()
    {
        using RecipeFolder folder = new();
        folder.WithStage("notation", "set", "a=%1@raw");
        using ModuleSession session = new();

        Assert.Contains("%1@raw is not in a command", folder.ErrorIn(session).ToString());
    }
}
