using System.Diagnostics;
using System.Runtime.Versioning;

using Moi.Daemon.Jobs;
using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Tests.Jobs;

[SupportedOSPlatform("linux")]
public sealed class RunnerTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public RunnerTests() => _workplace.MakeFifo("go");

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task A_command_that_has_ended_is_adopted_with_its_result_at_once()
    {
        Watched running = _workplace.Start("echo done; exit 9", Host.Apart);
        CommandResult? result = await running.Command.Completion;

        RunningCommand adopted = CommandHost.Adopt(running.Directory);

        Assert.True(adopted.Completion.IsCompletedSuccessfully);
        Assert.Equal(result, await adopted.Completion);
        Assert.Equal(9, result?.ExitCode);
    }

    [Fact]
    public async Task A_command_outlives_the_death_of_its_starter_and_is_adopted()
    {
        string directory = Prepare("echo $PPID; echo early; read line < go; echo late; exit 8");
        using Process starter = StartedBy("\"$0\" runner \"$1\" | cat > /dev/null & wait", directory);
        await Workplace.Eventually(() => Lines(directory).Length == 2);
        int runner = int.Parse(Lines(directory)[0]);

        starter.Kill();
        await starter.WaitForExitAsync(TestContext.Current.CancellationToken);
        RunningCommand adopted = CommandHost.Adopt(directory);
        Assert.True(Processes.Lives(runner));
        Assert.False(adopted.Completion.IsCompleted);
        await File.WriteAllTextAsync(_workplace.PathOf("go"), "\n", TestContext.Current.CancellationToken);
        CommandResult? result = await adopted.Completion;

        Assert.Equal((CommandEnd.Exited, 8), (result?.How, result?.ExitCode));
        Assert.Equal(["early", "late"], Lines(directory)[1..]);
        await Workplace.Eventually(() => !Processes.Lives(runner));
    }

    [Fact]
    public async Task A_runner_nobody_listens_to_goes_on()
    {
        string directory = Prepare("for i in 1 2 3; do echo $i; sleep 0.1; done; exit 2");
        using Process starter = StartedBy("\"$0\" runner \"$1\" | true", directory);
        await starter.WaitForExitAsync(TestContext.Current.CancellationToken);

        CommandResult? result = await CommandHost.Adopt(directory).Completion;

        Assert.Equal((CommandEnd.Exited, 2, 6), (result?.How, result?.ExitCode, result?.Stdout.Bytes));
    }

    [Fact]
    public async Task An_adopted_command_can_be_stopped()
    {
        Watched running = _workplace.Start("echo $$; sleep 1000", Host.Apart);
        int pid = int.Parse((await running.LinesAsync(1))[0]);

        RunningCommand adopted = CommandHost.Adopt(running.Directory);
        CommandResult? result = await adopted.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(CommandEnd.Stopped, result?.How);
        Assert.False(Processes.Lives(pid));
        Assert.Equal(result, await running.Command.Completion);
    }

    [Fact]
    public async Task A_command_whose_runner_was_killed_is_lost_and_its_processes_do_not_stay()
    {
        Watched running = _workplace.Start(
            "echo $PPID; echo $$; (setsid sh -c \"trap '' TERM; echo \\$\\$; sleep 1000; sleep 1000\" &); sleep 1000",
            Host.Apart);
        int[] pids = [.. (await running.LinesAsync(3)).Select(int.Parse)];
        RunningCommand adopted = CommandHost.Adopt(running.Directory);

        ProcessEntry.Find(pids[0])!.Value.Signal(9);

        Assert.Null(await adopted.Completion);
        Assert.Null(await running.Command.Completion);
        Assert.DoesNotContain(pids, Processes.Lives);
        Assert.True(CommandHost.Adopt(running.Directory) is { } again && await again.Completion is null);
    }

    [Fact]
    public async Task What_a_dead_moid_was_running_itself_is_killed_on_adoption()
    {
        string directory = Prepare("sleep 1000");
        var start = new ProcessStartInfo("sleep", ["1000"]);
        start.Environment[ProcessTree.MarkVariable] = CommandFiles.ReadSpec(directory)!.Mark;
        using Process left = Process.Start(start)!;

        Assert.Null(await CommandHost.Adopt(directory).Completion);

        await left.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(143, left.ExitCode);
    }

    [Fact]
    public async Task A_command_that_never_got_a_runner_is_lost()
    {
        string directory = Prepare("echo never");

        Assert.Null(await CommandHost.Adopt(directory).Completion);
        Assert.Null(await CommandHost.Adopt(_workplace.PathOf("nowhere")).Completion);
    }

    [Fact]
    public async Task A_command_never_gets_two_runners_nor_a_second_run()
    {
        Watched running = _workplace.Start("echo $$; read line < go; echo once", Host.Apart);
        await running.LinesAsync(1);

        (int code, string error) = await RunByHand(running.Directory);
        Assert.Equal((1, $"{running.Directory} has a runner already.\n"), (code, error));

        await File.WriteAllTextAsync(_workplace.PathOf("go"), "\n", TestContext.Current.CancellationToken);
        await running.Command.Completion;
        (code, error) = await RunByHand(running.Directory);
        Assert.Equal((1, $"The command in {running.Directory} has run already.\n"), (code, error));
        Assert.Equal("once", (await running.LinesAsync(2))[^1]);
    }

    [Fact]
    public async Task A_runner_without_a_command_says_so()
    {
        (int code, string error) = await RunByHand(_workplace.Folder);
        Assert.Equal((1, $"There is no command in {_workplace.Folder}.\n"), (code, error));

        (code, error) = await RunByHand(_workplace.PathOf("nowhere"));
        Assert.Equal(1, code);
        Assert.Contains("nowhere", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_host_is_not_moid() => Assert.Null(RunnerCommand.OfThisProcess());

    [Fact]
    public async Task A_shell_can_enter_the_directory_where_the_C_library_cannot()
    {
        string folder = Directory.CreateDirectory(_workplace.PathOf("with 'quotes' $HOME")).FullName;
        string answer = _workplace.PathOf("where is it");
        var child = new ChildProcess(
            "/bin/sh", ["-c", "pwd > \"$1\"", "sh", answer], folder, new Dictionary<string, string>());

        int pid = child.EnteringByShell().Start([null, null, null]);
        Assert.Equal(pid, Libc.WaitPid(pid, out int status, 0));
        Assert.Equal(0, status);

        string where = await File.ReadAllTextAsync(answer, TestContext.Current.CancellationToken);
        Assert.Equal(folder + "\n", where);
        Assert.Throws<ChildStartException>((child with { WorkingDirectory = "/no/where" }).EnteringByShell);
    }

    private static string[] Lines(string directory) =>
        Workplace.TextIn(directory, OutputStream.Stdout).Split('\n')[..^1];

    /// <summary>A command that moid has accepted, and not started a runner for.</summary>
    private string Prepare(string command)
    {
        string directory = _workplace.NewDirectory();
        CommandFiles.CreateDirectory(directory);
        CommandFiles.WriteSpec(directory, _workplace.Spec(command) with { Mark = Guid.NewGuid().ToString("N") });
        return directory;
    }

    private static Process StartedBy(string script, string directory) =>
        Process.Start("/bin/sh", ["-c", script, Workplace.Runner.File, directory]);

    private static async Task<(int Code, string Error)> RunByHand(string directory)
    {
        var start = new ProcessStartInfo(Workplace.Runner.File, ["runner", directory]) { RedirectStandardError = true };
        using Process runner = Process.Start(start)!;
        string error = await runner.StandardError.ReadToEndAsync();
        await runner.WaitForExitAsync();
        return (runner.ExitCode, error);
    }
}
