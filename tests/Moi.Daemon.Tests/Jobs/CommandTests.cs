using System.Runtime.Versioning;
using System.Security.Cryptography;

using Moi.Daemon.Jobs;

namespace Moi.Daemon.Tests.Jobs;

[SupportedOSPlatform("linux")]
public sealed class CommandTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Theory, InBothHosts]
    public async Task Both_streams_and_the_exit_code_come_back(Host host)
    {
        (CommandResult result, string stdout, string stderr) =
            await _workplace.RunAsync("echo out; echo err >&2; exit 7", host);

        Assert.Equal((CommandEnd.Exited, 7, null), (result.How, result.ExitCode, result.Signal));
        Assert.Equal(("out\n", "err\n"), (stdout, stderr));
        Assert.Null(result.Reason);
    }

    [Theory, InBothHosts]
    public async Task Bytes_that_are_no_text_come_back_as_they_are(Host host)
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        await File.WriteAllBytesAsync(_workplace.PathOf("bytes"), bytes, TestContext.Current.CancellationToken);
        Watched running = _workplace.Start("cat bytes", host);
        CommandResult? result = await running.Command.Completion;

        (byte[] read, long dropped) = Workplace.ReadAll(running.Command.Output, OutputStream.Stdout);
        Assert.Equal(bytes, read);
        Assert.Equal(0, dropped);
        Assert.Equal(
            new StreamResult(256, Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant(), 0), result?.Stdout);
    }

    [Theory, InBothHosts]
    public async Task Without_input_stdin_is_at_its_end(Host host) =>
        Assert.Equal("0\n", (await _workplace.RunAsync("wc -c", host)).Stdout);

    [Theory, InBothHosts]
    public async Task Input_larger_than_a_pipe_arrives_whole(Host host)
    {
        byte[] input = RandomNumberGenerator.GetBytes(300_000);
        string sum = Convert.ToHexString(SHA256.HashData(input)).ToLowerInvariant();

        (_, string stdout, _) = await _workplace.RunAsync(_workplace.Spec("sha256sum") with { Stdin = input }, host);

        Assert.StartsWith(sum, stdout, StringComparison.Ordinal);
    }

    [Theory, InBothHosts]
    public async Task Input_nobody_reads_does_not_matter(Host host)
    {
        (CommandResult result, string stdout, _) = await _workplace.RunAsync(
            _workplace.Spec("exec <&-; echo done") with { Stdin = new byte[300_000] }, host);

        Assert.Equal((0, "done\n"), (result.ExitCode, stdout));
    }

    [Theory, InBothHosts]
    public async Task A_missing_working_directory_is_named(Host host)
    {
        string missing = _workplace.PathOf("missing");
        (CommandResult result, _, _) = await _workplace.RunAsync(
            _workplace.Spec("echo no") with { WorkingDirectory = missing }, host);

        Assert.Equal((CommandEnd.FailedToStart, 126), (result.How, result.ExitCode));
        Assert.Equal($"The working directory {missing} does not exist.", result.Reason);
    }

    [Theory, InBothHosts]
    public async Task A_working_directory_that_is_a_file_is_named(Host host)
    {
        string file = _workplace.PathOf("file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        (CommandResult result, _, _) = await _workplace.RunAsync(
            _workplace.Spec("echo no") with { WorkingDirectory = file }, host);

        Assert.Equal($"The working directory {file} is not a directory.", result.Reason);
    }

    [Theory, InBothHosts]
    public async Task The_command_runs_where_it_should_with_its_variables(Host host)
    {
        CommandSpec spec = _workplace.Spec("pwd; echo \"$GREETING $MOI_COMMAND_ID $PATH\"") with
        {
            Id = "ask-1",
            Environment = new Dictionary<string, string> { ["GREETING"] = "grüß dich" },
        };

        (_, string stdout, _) = await _workplace.RunAsync(spec, host);

        string path = Environment.GetEnvironmentVariable("PATH")!;
        Assert.Equal($"{_workplace.Folder}\ngrüß dich ask-1 {path}\n", stdout);
    }

    [Theory, InBothHosts]
    public async Task Death_by_signal_is_told_as_shells_do(Host host)
    {
        (CommandResult result, _, _) = await _workplace.RunAsync("kill -KILL $$", host);

        Assert.Equal((CommandEnd.Exited, 137, 9), (result.How, result.ExitCode, result.Signal));
    }

    [Theory, InBothHosts]
    public async Task The_command_has_its_own_session_no_other_descriptors_and_default_signals(Host host)
    {
        (_, string stdout, _) = await _workplace.RunAsync(
            "cut -d' ' -f6 /proc/$$/stat; echo $$; ls /proc/$$/fd; grep -E 'Sig(Ign|Blk)' /proc/self/status", host);

        string[] lines = stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(lines[1], lines[0]);
        Assert.Equal(["0", "1", "2"], lines[2..^2]);
        // Above 31 are real-time signals, two of which the C library keeps for itself.
        Assert.All(lines[^2..], line => Assert.Equal(0L, Convert.ToInt64(line.Split('\t')[1], 16) & 0x7fff_ffff));
    }

    [Theory, InBothHosts]
    public async Task A_background_child_outlives_a_normal_exit_and_does_not_delay_it(Host host)
    {
        Watched running = _workplace.Start("sleep 1000 & echo $!", host);
        CommandResult? result = await running.Command.Completion;

        int pid = int.Parse(running.Text(OutputStream.Stdout).Trim());
        Assert.Equal(CommandEnd.Exited, result?.How);
        Assert.True(Processes.Lives(pid));
    }

    [Theory, InBothHosts]
    public async Task A_background_child_that_never_stops_printing_does_not_delay_the_end(Host host)
    {
        (CommandResult result, string stdout, _) = await _workplace.RunAsync("yes & echo done; exit 3", host);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("done\n", stdout, StringComparison.Ordinal);
    }

    [Theory, InBothHosts]
    public async Task A_command_that_closes_its_streams_is_still_waited_for(Host host)
    {
        (CommandResult result, _, _) = await _workplace.RunAsync("exec >&- 2>&-; sleep 0.1; exit 5", host);

        Assert.Equal(5, result.ExitCode);
    }

    [Theory, InBothHosts]
    public async Task Two_commands_at_once_do_not_disturb_each_other(Host host)
    {
        Watched first = _workplace.Start("read line; echo first", Host.Here);
        Watched slow = _workplace.Start("echo slow; sleep 1000", host);
        Watched quick = _workplace.Start("echo quick; sleep 1000", host);
        await slow.LinesAsync(1);
        await quick.LinesAsync(1);

        await quick.Command.StopAsync(TestContext.Current.CancellationToken);

        Assert.False(slow.Command.Completion.IsCompleted);
        CommandResult? result = await slow.Command.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(CommandEnd.Stopped, result?.How);
        Assert.Equal("slow\n", slow.Text(OutputStream.Stdout));
        Assert.Equal("quick\n", quick.Text(OutputStream.Stdout));
        Assert.Equal(CommandEnd.Exited, (await first.Command.Completion)?.How);
    }

    [Theory, InBothHosts]
    public async Task A_directory_is_used_only_once(Host host)
    {
        Watched running = _workplace.Start("echo once", host);
        await running.Command.Completion;

        IOException error = Assert.Throws<IOException>(
            () => CommandHost.Start(_workplace.Spec("echo twice"), running.Directory, null));
        Assert.Contains("nothing is run again", error.Message, StringComparison.Ordinal);
        Assert.Equal("once\n", running.Text(OutputStream.Stdout));
    }

    [Fact]
    public async Task A_command_text_too_long_for_the_system_is_refused_clearly()
    {
        (CommandResult result, _, _) = await _workplace.RunAsync($": {new string('x', 200_000)}", Host.Here);

        Assert.Equal(CommandEnd.FailedToStart, result.How);
        Assert.Equal("/bin/sh can't be started: Argument list too long.", result.Reason);
    }

    [Fact]
    public async Task A_runner_that_cannot_be_started_is_named()
    {
        string missing = _workplace.PathOf("no-moid");
        RunningCommand running = CommandHost.Start(
            _workplace.Spec("echo no"), _workplace.NewDirectory(), new RunnerCommand(missing, ["runner"]));

        CommandResult? result = await running.Completion;

        Assert.Equal(CommandEnd.FailedToStart, result?.How);
        Assert.Contains(missing, result?.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\0b", "/", 1.0, 1.0, 1, "NUL")]
    [InlineData("a", "", 1.0, 1.0, 1, "working directory")]
    [InlineData("a", "/", 0.0, 1.0, 1, "timeout")]
    [InlineData("a", "/", double.NaN, 1.0, 1, "timeout")]
    [InlineData("a", "/", 1.0, -1.0, 1, "grace")]
    [InlineData("a", "/", 1.0, 1.0, -1, "limit")]
    public void A_spec_that_cannot_be_run_is_refused_and_leaves_nothing(
        string command, string folder, double timeout, double grace, long limit, string named)
    {
        string directory = _workplace.NewDirectory();
        CommandSpec spec = _workplace.Spec(command) with
        {
            WorkingDirectory = folder,
            TimeoutSeconds = timeout,
            GraceSeconds = grace,
            OutputLimitBytes = limit,
        };

        ArgumentException error = Assert.Throws<ArgumentException>(() => CommandHost.Start(spec, directory, null));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory));
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("a=b", "x")]
    [InlineData("a", "x\0y")]
    public void A_variable_that_cannot_be_set_is_refused(string name, string value)
    {
        CommandSpec spec = _workplace.Spec("env") with
        {
            Environment = new Dictionary<string, string> { [name] = value },
        };

        Assert.Throws<ArgumentException>(spec.Check);
    }

    [Fact]
    public async Task Only_the_owner_can_read_what_a_command_said()
    {
        Watched running = _workplace.Start("echo secret", Host.Apart);
        await running.Command.Completion;

        Assert.All(
            Directory.GetFiles(running.Directory),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(running.Directory));
    }
}
