using System.Diagnostics;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using CsCheck;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Recipes;

public sealed class QuotingTests(SharedFleets fleets)
{
    private static readonly string[] Nasty =
    [
        "", " ", "a b; rm x", "'", "''", "a'b", "\"", "\\", "$HOME", "`id`", "$(id)", "*", "~", "#", "!", "if", "2", "-n", "a\nb", "a\r\nb", "\r", "\n",
        "A=b", "{a,b}", "é", "\u2028", "\f", "%s", "%1", "$1", "&&", "|", ">x", "<", "(", ")", "\\'", "'; touch x; '", "\u0001",
    ];

    private static readonly string[] Attacks =
    [
        "$(touch ran)", "`touch ran`", ";touch ran;", "';touch ran;'", "\";touch ran;\"", "\ntouch ran\n", ")\ntouch ran\n(", "}\ntouch ran\n{", "a[$(touch ran)]",
    ];

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.Int[0, Nasty.Length - 1].Select(i => Nasty[i]),
        Gen.Char["ab '\"\\$`;&|<>(){}[]*?!#~=%-\n\r\t/é"].Array[0, 20].Select(characters => new string(characters)));

    [Fact]
    public void A_shell_sees_exactly_the_value_that_was_quoted()
    {
        using ModuleSession session = new();
        AnyText.Array[1, 40].Sample(
            values =>
            {
                session.Set("values", values);
                IReadOnlyList<PSObject> quoted = session.Run("foreach ($value in $values) { [Moi.PowerShell.RecipeText]::Quote($value) }").Clean().Output;

                Assert.Equal(values, ArgumentsOf($"printf '%s\\0' {string.Join(' ', quoted)}"));
            },
            iter: 40,
            threads: 1);
    }

    [Fact]
    public async Task A_remote_s_shell_sees_exactly_the_arguments_of_a_recipe_wherever_they_may_stand()
    {
        using RecipeFolder folder = new();
        folder.WithStage("args", "run", "printf '<%s>' %1 x%1y '%2' \"./%2\" \"$(printf '%s' %1; echo .)\" $(true) %1%2");
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        folder.ImportInto(session);
        Gen.Select(AnyText, AnyText).Sample(
            (first, second) =>
            {
                session.Set("first", first);
                session.Set("second", second);
                dynamic result = session.Run("args $first $second -Name frodo").Clean().Single;

                string[] seen = [first, $"x{first}y", second, $"./{second}", $"{first}.", first + second];
                Assert.Equal(string.Concat(seen.Select(argument => $"<{argument}>")), Encoding.UTF8.GetString(Enumerable.ToArray((IEnumerable<byte>)result.StdoutBytes)));
            },
            iter: 60,
            threads: 1);
    }

    [Fact]
    public async Task A_command_in_an_argument_is_not_run()
    {
        using RecipeFolder folder = new();
        folder.WithStage("installs", "run", "echo dpkg -i %1");
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);
        folder.ImportInto(session);

        dynamic result = session.Run("installs 'a b; echo ran' -Name frodo").Clean().Single;

        Assert.Equal("dpkg -i a b; echo ran", result.Stdout);
        Assert.Equal("echo dpkg -i 'a b; echo ran'", result.Command);
    }

    [Theory]
    [InlineData("sh -c 'rm %1'", 11)]
    [InlineData("echo \"installed %1\"", 17)]
    [InlineData("echo `basename %1`", 16)]
    [InlineData("echo ${x:-%1}", 11)]
    [InlineData("echo $((%1+1))", 9)]
    [InlineData("echo # %1", 8)]
    [InlineData("echo \\%1", 7)]
    [InlineData("echo $%1", 7)]
    [InlineData("ls ~%1", 5)]
    [InlineData("cat <<E\n%1\nE", 9)]
    [InlineData("echo $'a' %1", 11)]
    [InlineData("echo \"${x:-\"}\"}\" %1", 18)]
    [InlineData("echo \"`echo \\\"`\" %1", 18)]
    [InlineData("x=$(case a in a) echo \";; esac) %1", 33)]
    [InlineData("echo %1@raw %1", 13)]
    public void A_place_where_a_value_cannot_be_quoted_for_certain_is_refused_and_shown(string command, int character)
    {
        using RecipeFolder folder = new();
        folder.With("bad", $"help = 'being bad'\ncommand = 'run'\nargs = ['''{command}''']\n");
        using ModuleSession session = new();

        ErrorRecord error = folder.ErrorIn(session);

        Assert.Equal("BadRecipe", ScriptResult.IdOf(error));
        Assert.StartsWith($"{folder["bad.toml"]}:3: 'args' of the recipe bad (being bad) ", error.ToString());
        Assert.Contains($"at character {character} of", error.ToString());
        Assert.Contains("@raw", error.ToString());
    }

    /// <summary>Whatever a recipe has around an argument: it is refused, or what is in the argument is not run.</summary>
    [Theory]
    [InlineData("/bin/sh")]
    [InlineData("/bin/bash")]
    public void No_command_that_is_accepted_runs_what_is_in_an_argument(string shell)
    {
        Assert.SkipUnless(File.Exists(shell), $"{shell} is not here.");
        using TemporaryFolder work = new();
        using RecipeFolder folder = new();
        using ModuleSession session = new();
        session.Set("recipes", folder.Path);
        session.Run("function global:Invoke-MoiRun { param($Command) $Command }").Clean();
        int accepted = 0;
        ShellTextGen.Any.Sample(
            command =>
            {
                folder.With("fuzz", $"command = 'run'\nargs = [{JsonSerializer.Serialize(command)}]\n");
                foreach (string attack in Attacks)
                {
                    session.Set("attack", attack);
                    if (session.Run("Invoke-MoiRecipe fuzz $attack -Path $recipes") is { Termination: null, Output: [var run] })
                    {
                        accepted++;
                        RunIn(work, shell, run.ToString());
                        bool ran = File.Exists(work["ran"]);
                        File.Delete(work["ran"]);
                        Assert.False(ran, $"{command}\n{run}");
                    }
                }
            },
            iter: 150,
            threads: 1);
        Assert.True(accepted > 100, $"Only {accepted} were accepted.");
    }

    [Fact]
    public async Task A_value_that_is_raw_is_code()
    {
        using RecipeFolder folder = new();
        folder.WithStage("code", "run", "sh -c 'x=5; %1@raw'");
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        folder.ImportInto(session);

        Assert.Equal("5", session.Run("code 'echo $x' -Name frodo").Clean().Single.Stdout);
    }

    [Fact]
    public void A_value_with_a_NUL_character_is_refused()
    {
        using ModuleSession session = new();

        Assert.Contains("NUL", session.Run("[Moi.PowerShell.RecipeText]::Quote(\"a`0b\")").Termination!.ToString());
    }

    private static void RunIn(TemporaryFolder folder, string shell, string command)
    {
        using Process process = Process.Start(new ProcessStartInfo(shell, ["-c", command])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
    }

    /// <summary>What a real shell makes of a command, split at NUL characters.</summary>
    private static string[] ArgumentsOf(string command)
    {
        using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        string output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
        return output.Split('\0')[..^1];
    }
}
