using System.Runtime.Versioning;

using Moi.Daemon.Jobs;

namespace Moi.Daemon.Tests.Jobs;

[SupportedOSPlatform("linux")]
public sealed class KillTests : IDisposable
{
    // A shell and two children that escaped into sessions of their own, which all ignore SIGTERM. All processes of a
    // tree hold the FIFO open, so that its end is the end of the last of them.
    private const string Offender = """
        exec 9> held
        trap '' TERM
        echo shell
        (setsid sh -c "trap '' TERM; echo child; sleep 1000; sleep 1000" &)
        (setsid sh -c "(setsid sh -c 'trap \"\" TERM; echo grandchild; sleep 1000; sleep 1000' &)" &)
        sleep 1000; sleep 1000
        """;

    // Says so when the child no longer has its parent's signal handlers.
    private const string ReadyAndWaiting = "sh -c 'echo ready; exec sleep 1000' & wait";

    private readonly Workplace _workplace = new();
    private readonly Task<byte[]> _nobodyHolds;

    public KillTests()
    {
        string fifo = _workplace.MakeFifo("held");
        _nobodyHolds = Task.Factory.StartNew(
            () => File.ReadAllBytes(fifo),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    public void Dispose()
    {
        // Ends the reading where no command has opened the FIFO.
        using (File.OpenHandle(_workplace.PathOf("held"), access: FileAccess.ReadWrite))
        {
            _workplace.Dispose();
        }
    }

    [Theory, InBothHosts]
    public async Task A_timeout_kills_a_tree_that_forks_twice_changes_session_and_ignores_SIGTERM(Host host)
    {
        (CommandResult result, _, _) = await _workplace.RunAsync(
            _workplace.Spec(Offender) with { TimeoutSeconds = 3, GraceSeconds = 0.1 }, host);

        Assert.Equal((CommandEnd.TimedOut, 137, 9), (result.How, result.ExitCode, result.Signal));
        Assert.Null(result.Reason);
        await AssertNobodyIsLeft();
    }

    [Theory, InBothHosts]
    public async Task A_stop_kills_the_same_tree(Host host)
    {
        Watched running = _workplace.Start(Offender, host);
        await running.LinesAsync(3);
        List<ProcessEntry> members = Tree(running).Members();
        Assert.InRange(members.Count, 6, 8);

        CommandResult? result = await running.Command.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal((CommandEnd.Stopped, 137, 9), (result?.How, result?.ExitCode, result?.Signal));
        Assert.Null(result?.Reason);
        await AssertNobodyIsLeft();

        // Where it is init that reaps, the result does not wait for that.
        await Workplace.Eventually(() => members.TrueForAll(member => ProcessEntry.Find(member.Id) is null));
    }

    [Theory, InBothHosts]
    public async Task Processes_that_keep_forking_are_all_killed(Host host)
    {
        const string Hoppers = """
            exec 9> held
            trap '' TERM
            hop() { sleep 0.01; [ -p held ] && (hop &) ; }
            hop; hop; hop
            echo ready
            sleep 1000
            """;
        Watched running = _workplace.Start(Hoppers, host);
        await running.LinesAsync(1);

        CommandResult? result = await running.Command.StopAsync(TestContext.Current.CancellationToken);

        Assert.Null(result?.Reason);
        await AssertNobodyIsLeft();
    }

    [Theory, InBothHosts]
    public async Task A_command_that_heeds_SIGTERM_may_tidy_up_and_is_heard(Host host)
    {
        CommandSpec spec = _workplace.Spec($"trap 'echo bye; exit 4' TERM; {ReadyAndWaiting}");
        Watched running = _workplace.Start(spec with { GraceSeconds = 30 }, host);
        await running.LinesAsync(1);

        CommandResult? result = await running.Command.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal((CommandEnd.Stopped, 4, null), (result?.How, result?.ExitCode, result?.Signal));
        Assert.Equal("ready\nbye\n", running.Text(OutputStream.Stdout));
    }

    [Theory, InBothHosts]
    public async Task A_stopped_process_is_killed_too(Host host)
    {
        Watched running = _workplace.Start("sh -c 'echo $$; kill -STOP $$' & wait", host);
        int pid = int.Parse((await running.LinesAsync(1))[0]);

        CommandResult? result = await running.Command.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(CommandEnd.Stopped, result?.How);
        Assert.False(Processes.Lives(pid));
    }

    [Theory, InBothHosts]
    public async Task Output_is_taken_while_the_tree_is_being_killed(Host host)
    {
        // Were the pipe not emptied, the writer could not end within its grace.
        const string Command = $"trap 'head -c 1000000 /dev/zero; exit 6' TERM; {ReadyAndWaiting}";
        Watched running = _workplace.Start(_workplace.Spec(Command) with { GraceSeconds = 30 }, host);
        await running.LinesAsync(1);

        CommandResult? result = await running.Command.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal((6, 1_000_006), (result?.ExitCode, result?.Stdout.Bytes));
    }

    [Fact]
    public async Task A_stop_after_the_end_changes_nothing()
    {
        Watched running = _workplace.Start("exit 3", Host.Apart);
        await running.Command.Completion;

        CommandResult? result = await running.Command.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal((CommandEnd.Exited, 3), (result?.How, result?.ExitCode));
    }

    [Fact]
    public async Task A_stop_right_after_the_start_is_not_lost()
    {
        Watched running = _workplace.Start("sleep 1000", Host.Apart);

        CommandResult? result = await running.Command.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(CommandEnd.Stopped, result?.How);
    }

    [Fact]
    public async Task Waiting_for_a_stop_can_be_given_up()
    {
        CommandSpec spec = _workplace.Spec("trap '' TERM; echo ready; sleep 1000; sleep 1000");
        Watched running = _workplace.Start(spec with { GraceSeconds = 1000 }, Host.Apart);
        await running.LinesAsync(1);
        using var given = new CancellationTokenSource();

        Task<CommandResult?> stopping = running.Command.StopAsync(given.Token);
        await given.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopping);
        Assert.False(running.Command.Completion.IsCompleted);
    }

    [Fact]
    public void A_process_whose_id_was_given_away_is_left_alone()
    {
        using var sleeper = System.Diagnostics.Process.Start("sleep", "1000");
        ProcessEntry now = ProcessEntry.Find(sleeper.Id)!.Value;

        (now with { StartTime = now.StartTime - 1 }).Signal(9);

        Assert.True(Processes.Lives(sleeper.Id));
        now.Signal(9);
        sleeper.WaitForExit();
        Assert.Equal(137, sleeper.ExitCode);
    }

    private static ProcessTree Tree(Watched running) => new(null, CommandFiles.ReadSpec(running.Directory)!.Mark);

    private async Task AssertNobodyIsLeft() => await _nobodyHolds.WaitAsync(TimeSpan.FromSeconds(60));
}
