using Moi.Daemon.Tests.Remotes;
using Moi.Protocol.Messages;
using Moi.Testing;

namespace Moi.Daemon.Tests.Jobs.Book;

public sealed class WaitTests
{
    private const string UntilGo = "while [ -d \"$PWD\" ] && [ ! -e go ]; do sleep 0.02; done; echo yay; exit 4";

    [Fact]
    public async Task A_wait_ends_with_its_job()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        string id = await bench.Operator.StartJobAsync(UntilGo, "job");
        Request wait = bench.Operator.Wait(JobRequests.WithId(id));

        await bench.Operator.SendAsync(wait);
        await bench.Operator.HearsAsync(wait, ReplyKind.Ack);
        bench.Touch("go");
        JobValue job = Assert.Single(JobRequests.JobsIn(await bench.Operator.LastWordAsync(wait)));

        Assert.Equal((id, "job", JobState.Exited, 4), (job.Id, job.Name, job.State, job.Result?.ExitCode));
        Assert.Equal("yay\n", job.Result?.Stdout.Text);
    }

    [Fact]
    public async Task A_job_that_ended_before_anyone_waited_is_not_missed()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        await bench.Operator.StartJobAsync("exit 3", "job");
        await Eventually.Holds(async () => Assert.Single(
            JobRequests.JobsIn(await bench.Operator.AskAsync(bench.Operator.Jobs(new JobSelection())))).State == JobState.Exited);

        // By name and by id, and as often as one likes.
        for (int i = 0; i < 2; i++)
        {
            JobValue job = Assert.Single(JobRequests.JobsIn(await bench.Operator.AskAsync(bench.Operator.Wait(JobRequests.Named("j*")))));
            Assert.Equal((JobState.Exited, 3), (job.State, job.Result?.ExitCode));
        }
    }

    [Fact]
    public async Task A_repeat_of_a_wait_is_acknowledged_and_joins_it()
    {
        // On a clock that stands still there are no beats, so that each acknowledgement is the answer to a repeat.
        await using RemoteBench bench = await RemoteBench.StartAsync(time: new ManualClock());
        await bench.Operator.StartJobAsync(UntilGo, "job");
        Request wait = bench.Operator.Wait(JobRequests.Named("job"));
        await bench.Operator.SendAsync(wait);
        await bench.Operator.SendAsync(wait);
        await bench.Operator.SendAsync(wait, bench.Operator.Topics.AskRemote("r1"));
        await bench.Operator.HearsAsync(wait, ReplyKind.Ack, times: 2);

        bench.Touch("go");
        await bench.Operator.LastWordAsync(wait);
        await bench.Operator.AskAsync(bench.Operator.Get("name"));

        Assert.Equal([ReplyKind.Ack, ReplyKind.Ack, ReplyKind.Done], bench.Operator.WordsOn(wait).Select(word => word.Kind));
    }

    [Fact]
    public async Task A_repeat_joins_although_the_keys_no_longer_match()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync(time: new ManualClock());
        await bench.Operator.StartJobAsync(UntilGo, "job");
        await bench.Operator.AskAsync(bench.Operator.Set("""{"A":1}"""));
        Request wait = bench.Operator.Wait(JobRequests.Named("job")) with { Filter = RawOperator.Where("A=1") };
        await bench.Operator.SendAsync(wait);

        await bench.Operator.AskAsync(bench.Operator.Set("""{"A":2}"""));
        await bench.Operator.SendAsync(wait);
        await bench.Operator.HearsAsync(wait, ReplyKind.Ack);
        bench.Touch("go");

        Assert.Equal(ReplyKind.Done, (await bench.Operator.LastWordAsync(wait)).Kind);
    }

    [Fact]
    public async Task A_cancelled_wait_ends_and_its_job_goes_on()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        await bench.Operator.StartJobAsync(UntilGo, "job");
        Request wait = bench.Operator.Wait(JobRequests.Named("job"));
        await bench.Operator.SendAsync(wait);
        await bench.Operator.HearsAsync(wait, ReplyKind.Ack);

        await bench.Operator.AskAsync(bench.Operator.Cancel(wait));

        Assert.Equal(FaultCode.Cancelled, (await bench.Operator.LastWordAsync(wait)).Error?.Code);
        Assert.Equal("""[{"state":"running"}]""", (await bench.Operator.AskAsync(bench.Operator.Get("job"))).Value!.Value.GetRawText());
    }

    [Fact]
    public async Task A_wait_without_a_job_says_so()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();

        foreach (JobSelection selection in (JobSelection[])[new(), JobRequests.Named("none"), JobRequests.WithId("none")])
        {
            Reply reply = await bench.Operator.AskAsync(bench.Operator.Wait(selection));
            Assert.Equal((ReplyKind.Done, FaultCode.NoSuchJob), (reply.Kind, reply.Error?.Code));
        }
    }

    [Fact]
    public async Task Names_that_are_no_pattern_are_refused()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();

        Reply reply = await bench.Operator.AskAsync(bench.Operator.Wait(JobRequests.Named("a[b")));

        Assert.Equal(FaultCode.BadRequest, reply.Error?.Code);
    }

    [Fact]
    public async Task A_wait_is_for_exactly_the_jobs_of_this_remote()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        string mine = await bench.Operator.StartJobAsync("exit 1", "mine");
        await bench.Operator.StartJobAsync(UntilGo, "others");
        JobSelection selection = new()
        {
            Ids = ["nobody"],
            Of = new Dictionary<string, IReadOnlyList<string>> { ["r1"] = [mine], ["r2"] = ["other"] },
        };

        JobValue job = Assert.Single(JobRequests.JobsIn(await bench.Operator.AskAsync(bench.Operator.Wait(selection))));

        Assert.Equal("mine", job.Name);
    }

    [Fact]
    public async Task Without_ids_and_names_all_that_run_are_meant()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        await bench.Operator.AskAsync(bench.Operator.Wait(JobRequests.WithId(await bench.Operator.StartJobAsync("true", "over"))));
        await bench.Operator.StartJobAsync(UntilGo, "a");
        await bench.Operator.StartJobAsync("exec sleep 1000", "b");
        Request wait = bench.Operator.Wait(new JobSelection());
        await bench.Operator.SendAsync(wait);
        await bench.Operator.HearsAsync(wait, ReplyKind.Ack);

        bench.Touch("go");
        await bench.Operator.AskAsync(bench.Operator.Stop(JobRequests.Named("b")));

        Assert.Equal(
            [("a", JobState.Exited), ("b", JobState.Stopped)],
            JobRequests.JobsIn(await bench.Operator.LastWordAsync(wait)).Select(job => (job.Name, job.State)));
    }

    [Fact]
    public async Task A_start_that_comes_twice_starts_one_job()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        Request start = bench.Operator.Start("echo ran >> count", "job");

        Reply first = await bench.Operator.AskAsync(start);
        await bench.Operator.AskAsync(bench.Operator.Wait(JobRequests.Named("job")));
        await bench.Operator.SendAsync(start);
        Reply second = await bench.Operator.LastWordAsync(start, 2);

        Assert.Equal(first.Value!.Value.GetRawText(), second.Value!.Value.GetRawText());
        Assert.Single(bench.LinesOf("count"));
    }

    [Fact]
    public async Task A_restricted_remote_starts_no_jobs()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync(options => options with { IsRestricted = true });

        Reply reply = await bench.Operator.AskAsync(bench.Operator.Start("echo ran >> count"));

        Assert.Equal((ReplyKind.Refused, FaultCode.NotAllowed), (reply.Kind, reply.Error?.Code));
    }

    [Fact]
    public async Task The_whole_output_of_a_job_can_be_fetched()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        string id = await bench.Operator.StartJobAsync("seq 30000");
        JobValue job = Assert.Single(JobRequests.JobsIn(await bench.Operator.AskAsync(bench.Operator.Wait(JobRequests.WithId(id)))));
        Assert.Equal(64 * 1024, job.Result?.Stdout.Text?.Length);

        Reply rest = await bench.Operator.AskAsync(bench.Operator.Request(
            Verb.Output, $$"""{"request":"{{id}}","stream":"stdout","offset":{{job.Result!.Stdout.Bytes - 6}},"count":100}"""));

        Assert.Equal("30000\n"u8.ToArray(), rest.Value!.Value.GetProperty("data").GetBytesFromBase64());
        Assert.Equal(job.Result.Stdout.Bytes, rest.Value.Value.GetProperty("total").GetInt64());
    }
}
