using System.Management.Automation;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Recipes;

public sealed class RecipeFunctionTests(SharedFleets fleets)
{
    /// <summary>The seed's, with a harmless command in place of dpkg.</summary>
    private const string Deb =
        """
        help = "installing Debian package"
        stages = 4

        [1]
        command = "push"
        args = ["%1","tmp"]

        [2]
        command = "launch"
        args = ["cat %1@base","tmp"]

        [3]
        command = "wait"
        args = []

        [4]
        command = "set"
        args = ["%1@package=%1@version"]
        """;

    private static readonly string[] Everyone = ["bilbo", "frodo", "merry", "pippin"];

    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task The_seed_s_package_is_sent_installed_waited_for_and_remembered(FleetKind kind)
    {
        using RecipeFolder folder = new();
        using ModuleSession session = await fleets.OpenAsync(kind);
        folder.With("deb", Deb).ImportInto(session);
        session.Set("package", Written(folder, "grove_1.7.0-3_i386.deb", "Setting up grove"));

        ScriptResult result = session.Run("deb $package").Clean();

        Assert.Equal(Everyone, result.Names);
        Assert.All(result.Values("Stdout"), output => Assert.Equal("Setting up grove", output));
        Assert.All(session.Run("Get-MoiRemote grove").Clean().Values("grove"), value => Assert.Equal("1.7.0-3_i386", value));
        Assert.Equal(Everyone, session.Run("Get-MoiRemote -Filter 'grove=1.7.0-3_i386'").Clean().Names);
    }

    [Fact]
    public async Task Who_fails_in_a_stage_comes_out_as_its_failure_and_is_in_no_later_one()
    {
        using RecipeFolder folder = new();
        folder.With(
            "picky",
            """
            stages = 3
            [1]
            command = "run"
            args = ["case $PWD in */merry/*) echo no >&2; exit 3;; esac"]
            [2]
            command = "run"
            args = ["echo second"]
            [3]
            command = "set"
            args = ["picky=1"]
            """);
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        folder.ImportInto(session);

        ScriptResult result = session.Run("picky");

        Assert.Equal(Everyone, result.Names);
        Assert.Equal(["merry"], session.Run("picky -WarningAction Ignore | Where-Object Success -eq $false").Clean().Names);
        Assert.Equal("no", result.Output.Single(output => (string)output.Properties["Name"].Value == "merry").Properties["Stderr"].Value);
        Assert.Contains("merry", Assert.Single(result.Warnings));
        Assert.Equal(["bilbo", "frodo", "pippin"], session.Run("Get-MoiRemote -Filter picky=1").Clean().Names);
        Assert.Equal(["bilbo", "frodo", "pippin"], session.Run("picky -WarningAction Ignore | Get-MoiRemote -WarningAction Ignore").Clean().Names);
    }

    [Fact]
    public async Task A_pipeline_that_brings_nobody_addresses_nobody()
    {
        using RecipeFolder folder = new();
        folder.With("deb", Deb).WithStage("once", "set", "emptied=%1").With("away", "command = 'restart'\nfilter = 'name'\n")
            .WithStage("joined", "group", "emptied").WithStage("reads", "ls", "addr");
        using ModuleSession session = new();
        int port = session.Run("Start-MoiDemo -Count 1").Clean().Single.Port;
        folder.ImportInto(session);
        session.Set("package", Written(folder, "grove-1.deb", "x"));
        session.Run("$failed = Invoke-MoiRun 'exit 3'").Clean();
        await using RawClient spy = await RawClient.ConnectAsync(port);
        await spy.SubscribeAsync("moi/v1/ask/#");

        foreach (string recipe in (string[])["deb $package", "once x", "away", "joined", "reads"])
        {
            Assert.Empty(session.Run($"@() | {recipe}").Clean().Output);
            Assert.Empty(session.Run($"@() | {recipe} -Name *").Clean().Output);
            Assert.Empty(session.Run($"@() | {recipe} -Filter name").Clean().Output);
            Assert.Empty(session.Run($"$failed | {recipe} -WarningAction SilentlyContinue").Output);
            Assert.Empty(session.Run($"{recipe} -Name nobody-*").Clean().Output);
        }

        foreach (string recipe in (string[])["deb $package", "once x", "away"])
        {
            string name = recipe.Split(' ')[0];
            string arguments = recipe.Contains(' ') ? "-ArgumentList " + recipe.Split(' ')[1] : string.Empty;
            Assert.Empty(session.Run($"@() | Invoke-MoiRecipe {name} {arguments} -Path $recipes").Clean().Output);
            Assert.Empty(session.Run($"Invoke-MoiRecipe {name} {arguments} -Path $recipes -Remote nobody-*").Clean().Output);
        }

        session.Run("Get-MoiRemote lastquestion").Clean();
        Assert.Contains("lastquestion", Requests.BodyOf(await spy.NextAsync()));
    }

    [Fact]
    public async Task A_pipeline_can_bring_remotes()
    {
        using RecipeFolder folder = new();
        folder.WithStage("hello", "run", "echo hello");
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        folder.ImportInto(session);

        Assert.Equal(["frodo", "merry"], session.Run("'frodo', 'merry' | hello").Clean().Names);
        Assert.Equal(["bilbo", "frodo"], session.Run("Get-MoiRemote -Filter 'addr=10.10.10.1#' | hello").Clean().Names);
        Assert.Equal(["frodo"], session.Run("'frodo', 'merry' | hello -Name f* | Get-MoiRemote").Clean().Names);
        Assert.Equal(["pippin"], session.Run("$p = 'pip*'; hello -Filter { $_.name -like $p }").Clean().Names);
        Assert.Equal(["merry"], session.Run("hello -InputObject merry").Clean().Names);
        Assert.Equal("ParameterArgumentValidationError", session.Run("hello -InputObject $null").TerminationId);
    }

    [Fact]
    public async Task A_missing_argument_is_said_with_the_recipe_s_help_before_anything_is_done()
    {
        using RecipeFolder folder = new();
        folder.With("deb", "params = ['Package']\n" + Deb).WithStage("two", "push", "%1", "%2");
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        folder.ImportInto(session);

        ScriptResult result = session.Run("deb");

        Assert.Equal("deb installing Debian package: argument 1 (Package) is missing.", result.Termination!.ToString());
        Assert.Equal("RecipeArgumentMissing", result.TerminationId);
        Assert.Equal("two: argument 2 (Arg2) is missing.", session.Run("two a").Termination!.ToString());
        Assert.Equal("PositionalParameterNotFound", session.Run("two a b c").TerminationId);
        Assert.Equal("NamedParameterNotFound", session.Run("two a b -Grop all").TerminationId);
    }

    [Fact]
    public async Task A_file_without_a_version_is_refused_before_it_is_sent()
    {
        using RecipeFolder folder = new();
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        folder.With("deb", Deb).ImportInto(session);
        session.Set("package", Written(folder, "noversion.deb", "x"));

        ScriptResult result = session.Run("deb $package");

        Assert.Equal("NoVersion", result.TerminationId);
        Assert.Empty(result.Output);
        Assert.Equal(["", "", "", ""], session.Run("Invoke-MoiRun 'ls noversion.deb 2>/dev/null' tmp").Values("Stdout"));
    }

    [Fact]
    public async Task WhatIf_says_all_stages_for_each_remote_and_does_none()
    {
        using RecipeFolder folder = new();
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        folder.With("deb", Deb).WithStage("once", "set", "tried=%1").ImportInto(session);

        Assert.Empty(session.Run("deb /x/none_1.deb -Name frodo, merry -WhatIf; once y -Name frodo -WhatIf").Clean().Output);

        Assert.Equal(
            [
                "What if: Performing the operation \"Set tried=\"y\"\" on target \"10.10.10.10 frodo\".",
                "What if: Performing the operation \"push /x/none_1.deb tmp; launch cat none_1.deb tmp; wait; set none=1\" on target \"10.10.10.10 frodo\".",
                "What if: Performing the operation \"push /x/none_1.deb tmp; launch cat none_1.deb tmp; wait; set none=1\" on target \"10.10.10.22 merry\".",
            ],
            session.Host.Lines.Where(line => line.Length > 0).Order(StringComparer.Ordinal));
        Assert.Equal([null], session.Run("Get-MoiRemote tried -Name frodo").Values("tried"));
    }

    [Fact]
    public async Task A_recipe_s_own_condition_holds_beside_what_its_user_asks_for()
    {
        using RecipeFolder folder = new();
        folder.With("bags", "command = 'run'\nargs = ['echo x']\nfilter = 'addr=10.10.10.1#'\n")
            .With("lacks", "command = 'run'\nargs = ['echo x']\nfilter = '%1@package.not.%1@version'\n");
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        folder.ImportInto(session);
        session.Run("Set-MoiKey sword=1.2 -Name frodo").Clean();

        Assert.Equal(["bilbo", "frodo"], session.Run("bags").Clean().Names);
        Assert.Equal(["frodo"], session.Run("bags -Filter name=f#").Clean().Names);
        Assert.Equal(["frodo"], session.Run("bags -Filter { $_.name -like 'f*' }").Clean().Names);
        Assert.Empty(session.Run("bags -Name merry").Clean().Names);
        Assert.Equal(["bilbo", "merry", "pippin"], session.Run("lacks sword-1.2.tgz").Clean().Names);
        Assert.Equal(Everyone, session.Run("lacks sword-1.3.tgz").Clean().Names);
    }

    [Fact]
    public void A_recipe_s_group_is_the_one_that_is_asked()
    {
        using RecipeFolder folder = new();
        folder.With("bags", "command = 'run'\nargs = ['echo x']\ngroup = 'bagginses'\n").With("outer", "stages = 2\n[1]\ncommand='ping'\n[2]\nalias='bags'\n")
            .WithStage("founds", "group", "%1").WithStage("ends", "remove-group", "%1");
        using ModuleSession session = new();
        session.Run("Start-MoiDemo").Clean();
        folder.ImportInto(session);

        Assert.Equal(["bilbo", "frodo"], session.Run("founds bagginses -Filter addr=10.10.10.1#").Clean().Names);
        Assert.Equal(["bilbo", "frodo"], session.Run("bags").Clean().Names);
        Assert.Equal(["bilbo", "frodo"], session.Run("outer").Clean().Names);
        Assert.Equal(["frodo"], session.Run("bags -Name frodo").Clean().Names);
        Assert.Equal("NamedParameterNotFound", session.Run("bags -Group all").TerminationId);
        Assert.Equal(["bilbo", "frodo"], session.Run("ends bagginses -Confirm:$false").Clean().Names);
        Assert.Equal("GroupNotFound", session.Run("bags").TerminationId);
    }

    [Fact]
    public async Task A_quiet_recipe_gives_failures_only()
    {
        using RecipeFolder folder = new();
        folder.With("quiet", "command = 'run'\nargs = ['case $PWD in */merry/*) exit 3;; esac']\nquiet = true\n");
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        folder.ImportInto(session);

        Assert.Equal(["merry"], session.Run("quiet").Clean().Names);
    }

    [Fact]
    public async Task A_recipe_can_be_a_stage_of_another_and_its_condition_holds_there()
    {
        using RecipeFolder folder = new();
        folder.With("inner", "command = 'run'\nargs = ['echo %2 %1@base']\nfilter = 'addr=10.10.10.1#'\n")
            .With("outer", "stages = 2\n[1]\ncommand = 'set'\nargs = ['nested=%1']\n[2]\ncommand = 'inner'\nargs = ['/a/%1', '$x y']\n")
            .With("same", "alias = 'inner'\nhelp = 'the same'\n")
            .WithStage("short", "inner", "one");
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        session.Set("recipes", folder.Path);

        ScriptResult imported = session.Run("Import-MoiRecipe -Path $recipes");
        ScriptResult result = session.Run("outer 'b c'").Clean();

        Assert.Contains("short.toml:2: 'args' of the recipe short has 1 text(s), but the recipe inner takes 2", imported.Error.ToString());
        Assert.Equal(["bilbo", "frodo"], result.Names);
        Assert.All(result.Values("Stdout"), output => Assert.Equal("$x y b c", output));
        Assert.Equal(Everyone, session.Run("Get-MoiRemote -Filter 'nested=b c'").Clean().Names);
        Assert.Equal("y x", session.Run("same /a/x y -Name frodo").Clean().Single.Stdout);
    }

    [Fact]
    public async Task Keys_are_written_and_added_to_as_the_seed_and_its_successor_do()
    {
        using RecipeFolder folder = new();
        folder.WithStage("writes", "set", "one=%1", "two=2", "many+=%1").WithStage("adds", "seta", "many=%1").WithStage("gone", "set", "one=null", "many=null");
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        folder.ImportInto(session);

        Assert.Equal(["pippin"], session.Run("writes a=b -Name pippin").Clean().Names);
        session.Run("adds c -Name pippin").Clean();
        dynamic written = session.Run("Get-MoiRemote one, two, many -Name pippin").Clean().Single;
        Assert.Equal(("a=b", 2L, "a=b c"), ((string)written.one, (long)written.two, string.Join(' ', (object[])written.many)));
        session.Run("gone -Name pippin").Clean();
        Assert.Equal([null], session.Run("Get-MoiRemote one -Name pippin").Clean().Values("one"));
    }

    [Fact]
    public async Task A_wait_is_for_the_jobs_of_the_launch_before_even_with_a_stage_between()
    {
        using RecipeFolder folder = new();
        folder.With(
            "between",
            "stages = 3\n[1]\ncommand = 'launch'\nargs = ['echo launched', 'tmp', '%1']\n[2]\ncommand = 'set'\nargs = ['between=1']\n[3]\ncommand = 'wait'\n");
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        folder.ImportInto(session);

        ScriptResult result = session.Run("between between-job -Name frodo, merry").Clean();

        Assert.Equal(["frodo", "merry"], result.Names);
        Assert.Equal(["launched", "launched"], result.Values("Stdout"));
        Assert.Equal(["between-job", "between-job"], result.Values("JobName"));
    }

    [Fact]
    public async Task Commands_that_read_are_recipes_too()
    {
        using RecipeFolder folder = new();
        folder.WithStage("keys", "ls", "%1", "addr").WithStage("pings", "ping").WithStage("clocks", "time");
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        folder.ImportInto(session);

        Assert.Equal(["frodo"], session.Run("keys name -Name frodo").Clean().Values("name"));
        Assert.Equal(Everyone, session.Run("pings").Clean().Names);
        Assert.Equal(Everyone, session.Run("clocks").Clean().Names);
        Assert.Equal("NamedParameterNotFound", session.Run("pings -WhatIf").TerminationId);
    }

    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task The_seed_s_script_is_sent_and_run_and_files_come_back(FleetKind kind)
    {
        using RecipeFolder folder = new();
        folder.WithStage("pushr", "push-run", "%1", "tmp", "./%1@base").WithStage("fetch", "pull", "tmp/%1", "%2/%n-%1")
            .WithStage("made", "run-pull", "echo made > %1", "tmp", "%1", "%2/%n-%1");
        using ModuleSession session = await fleets.OpenAsync(kind);
        folder.ImportInto(session);
        session.Set("script", Written(folder, "spacious", "#!/bin/sh\necho 18G\n"));
        session.Set("here", folder.Path);

        Assert.Equal(["18G", "18G"], session.Run("pushr $script -Name frodo, merry").Clean().Values("Stdout"));
        Assert.Equal(["frodo"], session.Run("fetch spacious $here -Name frodo").Clean().Names);
        Assert.Equal(["bilbo"], session.Run("made 'a b' $here -Name bilbo").Clean().Names);
        Assert.Equal("#!/bin/sh\necho 18G\n", await File.ReadAllTextAsync(folder["frodo-spacious"], TestContext.Current.CancellationToken));
        Assert.Equal("made\n", await File.ReadAllTextAsync(folder["bilbo-a b"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Files_that_come_and_scripts_are_left_to_their_commands()
    {
        using RecipeFolder folder = new();
        folder.WithStage("pushr", "push-run", "%1", "tmp", "./%1").WithStage("fetch", "pull", "home/%1", "%n-%1")
            .WithStage("made", "run-pull", "date > %1", "tmp", "%1");
        using ModuleSession session = new();
        session.Set("recipes", folder.Path);

        string text = string.Join('\n', session.Run("Get-MoiRecipe -Path $recipes | ForEach-Object Text").Clean().Output);

        Assert.Contains("Invoke-MoiScript $Arg1 'tmp' ('./' + $text::Quote($Arg1)) @to\n", text);
        Assert.Contains("Receive-MoiFile ('home/' + $Arg1) ('%n-' + $Arg1) @to\n", text);
        Assert.Contains(
            "Invoke-MoiRun -Command ('date > ' + $text::Quote($Arg1)) -Directory 'tmp' @to | Receive-MoiFile ('tmp/' + $Arg1) '.' @on\n", text);
    }

    [Fact]
    public async Task A_default_for_all_commands_holds_for_recipes()
    {
        using RecipeFolder folder = new();
        folder.With("twice", "stages = 2\n[1]\ncommand = 'ping'\n[2]\ncommand = 'run'\nargs = ['echo x']\n");
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        folder.ImportInto(session);
        session.Run("$global:PSDefaultParameterValues['*-Moi*:Name'] = 'merry'").Clean();

        Assert.Equal(["merry"], session.Run("twice").Clean().Names);
        Assert.Equal(["frodo"], session.Run("twice -Name frodo").Clean().Names);
    }

    [Fact]
    public async Task A_recipe_works_on_a_connection_it_is_given()
    {
        using RecipeFolder folder = new();
        folder.With("twice", "stages = 2\n[1]\ncommand = 'ping'\n[2]\ncommand = 'run'\nargs = ['echo x']\n").WithStage("founds", "group", "given");
        using ModuleSession session = new();
        folder.ImportInto(session);
        session.Set("port", await fleets.PortOfAsync(FleetKind.Demo));
        session.Run("$c = Connect-MoiBroker 127.0.0.1 $port -PassThru; $null = Start-MoiDemo -Count 1").Clean();

        Assert.Equal(["bilbo"], session.Run("twice -Name bilbo -Connection $c").Clean().Names);
        Assert.Equal(["bilbo"], session.Run("founds -Name bilbo -Connection $c").Clean().Names);
        session.Run("Remove-MoiGroup given -Confirm:$false -Connection $c; Disconnect-MoiBroker $c").Clean();
    }

    private static string Written(RecipeFolder folder, string name, string text)
    {
        File.WriteAllText(folder[name], text);
        return folder[name];
    }
}
