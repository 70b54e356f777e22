using System.Globalization;
using System.Runtime.Versioning;
using Moi.Daemon.Jobs;
using Moi.Protocol.Messages;
using Moi.Testing;

namespace Moi.Daemon.Tests.Jobs.Book;

/// <summary>Jobs of real daemons, which are killed.</summary>
[SupportedOSPlatform("linux")]
public sealed class JobsOfMoidTests : IAsyncLifetime
{
    // Lasts until the file is there, or the daemon's folder is gone.
    private const string UntilGo = "while [ -d \"$PWD\" ] && [ ! -e go ]; do sleep 0.02; done; ";

    private MosquittoBroker _broker = null!;
    private MoidProcess _moid = null!;
    private RawOperator _operator = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        _broker = await MosquittoBroker.StartAsync();
        _moid = await MoidProcess.StartAsync(new MoidOptions { Name = "frodo", Address = "10.10.10.10", BrokerPort = _broker.Port });
        _operator = await RawOperator.ConnectAsync(_broker.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _operator.DisposeAsync();
        await _moid.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task A_job_outlives_a_daemon_that_is_killed_and_its_end_is_known()
    {
        string id = await _operator.StartJobAsync(UntilGo + "echo yay; echo oops >&2; exit 7", "job");
        Request wait = _operator.Wait(JobRequests.WithId(id));
        await _operator.SendAsync(wait);
        await _operator.HearsAsync(wait, ReplyKind.Ack);

        await _moid.KillAsync();
        await _moid.StartAgainAsync();
        await _operator.SendAsync(wait);
        Touch("go");
        JobValue job = Assert.Single(JobRequests.JobsIn(await _operator.LastWordAsync(wait)));

        Assert.Equal((JobState.Exited, 7), (job.State, job.Result?.ExitCode));
        Assert.Equal(("yay\n", "oops\n"), (job.Result?.Stdout.Text, job.Result?.Stderr.Text));
        Assert.Equal("""[{"code":7,"stdout":"yay","stderr":"oops"}]""", await KeyAsync("job"));
    }

    [Fact]
    public async Task A_job_that_ends_while_its_daemon_is_dead_is_not_missed()
    {
        string id = await _operator.StartJobAsync(UntilGo + "echo yay; exit 8", "job");
        await _moid.KillAsync();
        Touch("go");
        await Eventually.Holds(() => File.Exists(Path.Combine(FolderOf(id), "result.json")));

        await _moid.StartAgainAsync();
        JobValue job = Assert.Single(JobRequests.JobsIn(await _operator.AskAsync(_operator.Wait(JobRequests.Named("job")))));

        Assert.Equal((id, JobState.Exited, 8, "yay\n"), (job.Id, job.State, job.Result?.ExitCode, job.Result?.Stdout.Text));
        Assert.Equal("""[{"code":8,"stdout":"yay","stderr":""}]""", await KeyAsync("job"));
    }

    [Fact]
    public async Task A_stop_leaves_nothing_of_a_tree_that_tries_to_escape()
    {
        const string Offender = """
            trap '' TERM
            echo $$
            (setsid sh -c "trap '' TERM; echo \$\$; sleep 1000; sleep 1000" &)
            (setsid sh -c "(setsid sh -c 'trap \"\" TERM; echo \$\$; sleep 1000; sleep 1000' &)" &)
            sleep 1000; sleep 1000
            """;
        string id = await _operator.StartJobAsync(Offender, "job");
        await Eventually.Holds(() => LinesOf(id).Length == 3);
        int[] pids = [.. LinesOf(id).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
        string mark = CommandFiles.ReadSpec(FolderOf(id))!.Mark;

        JobValue job = Assert.Single(JobRequests.JobsIn(await _operator.AskAsync(_operator.Stop(JobRequests.Named("job")))));

        Assert.Equal(JobState.Stopped, job.State);
        Assert.Empty(new ProcessTree(null, mark).Members());
        Assert.All(pids, pid => Assert.Null(ProcessEntry.Find(pid)));

        // The runner itself is the daemon's child, and is reaped by it.
        await Eventually.Holds(() => !ProcessEntry.All().Entries.Any(process => process.Parent == _moid.ProcessId));
        Assert.Equal(
            $$"""[{"code":137,"stdout":"{{string.Join("\\n", pids)}}","stderr":"","state":"stopped"}]""", await KeyAsync("job"));
    }

    [Fact]
    public async Task A_job_that_was_started_before_a_kill_can_be_stopped_after()
    {
        string id = await _operator.StartJobAsync("echo $$; exec sleep 1000", "job");
        await Eventually.Holds(() => LinesOf(id).Length == 1);
        await _moid.KillAsync();
        await _moid.StartAgainAsync();

        JobValue job = Assert.Single(JobRequests.JobsIn(await _operator.AskAsync(_operator.Stop(JobRequests.WithId(id)))));

        Assert.Equal(JobState.Stopped, job.State);
        Assert.Null(ProcessEntry.Find(int.Parse(LinesOf(id)[0], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_job_whose_runner_is_killed_is_lost()
    {
        string id = await _operator.StartJobAsync($"echo $PPID; {UntilGo}", "job");
        await Eventually.Holds(() => LinesOf(id).Length == 1);
        Request wait = _operator.Wait(JobRequests.WithId(id));
        await _operator.SendAsync(wait);

        ProcessEntry.Find(int.Parse(LinesOf(id)[0], CultureInfo.InvariantCulture))!.Value.Signal(9);
        JobValue job = Assert.Single(JobRequests.JobsIn(await _operator.LastWordAsync(wait)));

        Assert.Equal((JobState.Lost, null), (job.State, job.Result));
        Assert.Equal("""[{"state":"lost"}]""", await KeyAsync("job"));
    }

    [Fact]
    public async Task Sixty_four_MiB_of_output_cost_the_daemon_no_memory()
    {
        const string Flood = "head -c 67108864 /dev/zero | tr '\\0' x";
        await _operator.AskAsync(_operator.Wait(JobRequests.WithId(await _operator.StartJobAsync("head -c 100000 /dev/zero"))));
        await _operator.AskAsync(_operator.Run("head -c 100000 /dev/zero", ",\"stream\":true"));
        long before = Processes.PeakMemory(_moid.ProcessId);

        JobValue job = Assert.Single(JobRequests.JobsIn(
            await _operator.AskAsync(_operator.Wait(JobRequests.WithId(await _operator.StartJobAsync(Flood))))));
        Request run = _operator.Run(Flood, ",\"stream\":true");
        await _operator.AskAsync(run);

        Assert.Equal(64 << 20, job.Result?.Stdout.Bytes);
        Assert.Equal((64 << 20) - (1 << 20), job.Result?.Stdout.DroppedBytes);
        Assert.InRange(Processes.PeakMemory(_moid.ProcessId) - before, 0, 32 << 20);
        Assert.InRange(new FileInfo(Path.Combine(FolderOf(job.Id), "stdout")).Length, 1 << 20, 2 << 20);
    }

    private void Touch(string file) => File.WriteAllText(Path.Combine(_moid.Folder, "home", file), string.Empty);

    private string FolderOf(string id) => Path.Combine(_moid.Folder, "store", "jobs", id);

    private string[] LinesOf(string id) => Workplace.TextIn(FolderOf(id), OutputStream.Stdout).Split('\n')[..^1];

    private async Task<string> KeyAsync(string key) => (await _operator.AskAsync(_operator.Get(key))).Value!.Value.GetRawText();
}
