using System.Management.Automation;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Runs;

public sealed class InvokeMoiRunTests(SharedFleets fleets)
{
    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task A_command_gives_exit_code_output_and_what_it_complained_of(FleetKind kind)
    {
        using ModuleSession session = await fleets.OpenAsync(kind);

        ScriptResult result = session.Run("Invoke-MoiRun 'echo out; echo err >&2; exit 3'").Clean();

        Assert.Equal(["bilbo", "frodo", "merry", "pippin"], result.Names);
        Assert.All(result.Values("ExitCode"), code => Assert.Equal(3, code));
        Assert.All(result.Values("Success"), success => Assert.Equal(false, success));
        Assert.All(result.Values("Stdout"), text => Assert.Equal("out", text));
        Assert.All(result.Values("Stderr"), text => Assert.Equal("err", text));
        Assert.All(result.Values("Command"), text => Assert.Equal("echo out; echo err >&2; exit 3", text));
        Assert.All(result.Values("Ending"), ending => Assert.Equal("Exited", ending!.ToString()));
        Assert.All(result.Values("Duration"), duration => Assert.InRange((TimeSpan)duration!, TimeSpan.Zero, TimeSpan.FromMinutes(1)));
        Assert.Equal([3L, 3L, 3L, 3L], session.Run("'frodo', 'bilbo', 'merry', 'pippin' | Get-MoiRemote rc").Clean().Values("rc").Order());
    }

    [Theory]
    [InlineData("true", 0, "", "")]
    [InlineData("printf 'a\\n\\nb\\n\\n'", 0, "a\n\nb", "")]
    [InlineData("nosuchcommand", 127, "", "not found")]
    [InlineData("kill -9 $$", 137, "", "")]
    [InlineData("cat", 0, "", "")]
    [InlineData("echo \"$0 $# ''\"", 0, "/bin/sh 0 ''", "")]
    [InlineData("echo Ünïcode→", 0, "Ünïcode→", "")]
    [InlineData("echo one\r\necho two\r\n", 0, "one\ntwo", "")]
    public async Task A_command_is_one_text_for_the_remotes_shell(string command, int exitCode, string stdout, string stderr)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        session.Set("command", command);

        ScriptResult result = session.Run("Invoke-MoiRun $command -Name frodo").Clean();

        Assert.Equal(exitCode, result.Single.ExitCode);
        Assert.Equal(stdout, result.Single.Stdout);
        Assert.Contains(stderr, (string)result.Single.Stderr);
    }

    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task Bytes_that_are_no_text_come_unchanged(FleetKind kind)
    {
        using ModuleSession session = await fleets.OpenAsync(kind);

        ScriptResult result = session.Run("Invoke-MoiRun 'printf \"\\377\\000A\\n\"; printf \"\\200\" >&2' -Name frodo").Clean();

        Assert.Equal([0xff, 0x00, (byte)'A', (byte)'\n'], (IEnumerable<byte>)result.Single.StdoutBytes);
        Assert.Equal([0x80], (IEnumerable<byte>)result.Single.StderrBytes);
        Assert.Equal("\uFFFD\0A", result.Single.Stdout);
        Assert.Equal("\uFFFD", result.Single.Stderr);
    }

    [Theory]
    [InlineData("", "home")]
    [InlineData("home", "home")]
    [InlineData("~", "home")]
    [InlineData("self", "self")]
    [InlineData("tmp", "tmp")]
    [InlineData("bin", "bin")]
    public async Task A_command_runs_at_home_or_at_another_destination(string place, string key)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run($"Get-MoiRemote {key} -Name merry; Invoke-MoiRun pwd {place} -Name merry").Clean();

        Assert.Equal(result.Output[0].Properties[key].Value, result.Output[1].Properties["Stdout"].Value);
    }

    [Fact]
    public async Task A_command_runs_in_any_folder_of_the_remote()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run(
            "Invoke-MoiRun 'mkdir -p home/sub' self -Name bilbo; Invoke-MoiRun pwd ~/sub -Name bilbo; Invoke-MoiRun pwd /usr -Name bilbo").Clean();

        Assert.EndsWith("/home/sub", result.Values("Stdout")[1] as string);
        Assert.Equal("/usr", result.Values("Stdout")[2]);
    }

    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task A_folder_that_is_not_there_is_an_error_that_names_the_destinations(FleetKind kind)
    {
        using ModuleSession session = await fleets.OpenAsync(kind);

        ScriptResult result = session.Run("Invoke-MoiRun pwd nosuchplace -Name frodo");

        Assert.Empty(result.Output);
        Assert.Equal("NoDirectory", ScriptResult.IdOf(result.Error));
        Assert.Equal(ErrorCategory.ObjectNotFound, result.Error.CategoryInfo.Category);
        Assert.StartsWith("10.10.10.10 frodo: ", result.Error.ToString());
        Assert.Contains("bin, tmp, home, self", result.Error.ToString());
    }

    [Fact]
    public async Task A_command_is_killed_with_its_children_when_its_time_is_up()
    {
        using LastingCommand child = new();
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run(
            $"Invoke-MoiRun '{child.Text} & echo begun; wait' -RunTimeoutSeconds 0.5 -Name frodo, bilbo").Clean();

        Assert.Equal(["bilbo", "frodo"], result.Names);
        Assert.All(result.Values("Ending"), ending => Assert.Equal("TimedOut", ending!.ToString()));
        Assert.All(result.Values("Success"), success => Assert.Equal(false, success));
        Assert.All(result.Values("Stdout"), text => Assert.Equal("begun", text));
        Assert.Equal(0, child.Running);
    }

    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task A_command_may_last_longer_than_the_silence_that_is_allowed_and_others_are_answered_meanwhile(FleetKind kind)
    {
        using ModuleSession session = await fleets.OpenAsync(kind);
        using ModuleSession other = await fleets.OpenAsync(kind);

        using RunningScript slow = session.Begin("Invoke-MoiRun 'sleep 3; echo done' -TimeoutSeconds 2");
        await Eventually.Holds(() => slow.Progress.Count > 0);

        Assert.Equal(4, other.Run("Get-MoiRemote").Clean().Output.Count);
        Assert.Equal(["quick", "quick", "quick", "quick"], other.Run("Invoke-MoiRun 'echo quick'").Clean().Values("Stdout"));
        Assert.False(slow.IsOver);
        Assert.Equal(["done", "done", "done", "done"], slow.Wait().Clean().Values("Stdout"));
        Assert.Contains("0 of 4 have answered; waiting for ", slow.Progress[0].StatusDescription);
        Assert.Equal(ProgressRecordType.Completed, slow.Progress[^1].RecordType);
    }

    [Fact]
    public async Task Answers_come_out_as_they_come_and_do_not_wait_for_the_slowest()
    {
        using LastingCommand slowest = new();
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);
        session.Run("Invoke-MoiRun 'touch slow' -Name pippin").Clean();

        using RunningScript running = session.Begin($"Invoke-MoiRun '[ ! -e slow ] || {slowest.Text}'");
        await Eventually.Holds(() => running.Emitted == 3 && slowest.Running == 1);

        Assert.False(running.IsOver);
        ScriptResult result = running.Stop();
        session.Run("Invoke-MoiRun 'rm slow' -Name pippin").Clean();
        Assert.Equal(["bilbo", "frodo", "merry"], result.Names);
    }

    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task Two_operators_at_once_get_their_own_answers_only(FleetKind kind)
    {
        using ModuleSession one = await fleets.OpenAsync(kind);
        using ModuleSession two = await fleets.OpenAsync(kind);

        using RunningScript first = one.Begin("foreach ($i in 1..3) { Invoke-MoiRun \"echo first $i\" }");
        using RunningScript second = two.Begin("foreach ($i in 1..3) { Invoke-MoiRun \"echo second $i\" }");

        Assert.Equal(Expected("first"), first.Wait().Clean().Values("Stdout"));
        Assert.Equal(Expected("second"), second.Wait().Clean().Values("Stdout"));

        static IEnumerable<string> Expected(string who) =>
            Enumerable.Range(1, 3).SelectMany(number => Enumerable.Repeat($"{who} {number}", 4));
    }

    [Fact]
    public async Task WhatIf_runs_nothing()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Empty(session.Run("Invoke-MoiRun 'touch ran' -WhatIf").Clean().Output);

        Assert.Contains("Run 'touch ran'", session.Host.Lines[0]);
        Assert.Equal(4, session.Host.Lines.Count);
        Assert.All(session.Run("Invoke-MoiRun '[ ! -e ran ]'").Clean().Values("ExitCode"), code => Assert.Equal(0, code));
    }
}
