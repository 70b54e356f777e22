using System.Runtime.Versioning;
using Moi.Daemon.Jobs;
using Moi.Daemon.Jobs.Book;
using Moi.Daemon.Keys;
using Moi.Daemon.Verbs;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Tests.Jobs.Book;

[SupportedOSPlatform("linux")]
public sealed class JobBookTests
{
    [Theory, InBothHosts]
    public async Task A_job_with_a_name_is_a_key_while_it_runs_and_after(Host host)
    {
        await using BookPlace place = new(host);

        Job job = await place.StartAsync($"{place.Until("go")}; echo yay", "sleep-job");
        Assert.True(job.IsRunning);
        Assert.Equal("""{"state":"running"}""", place.Key("sleep-job"));
        place.Make("go");
        await job.Ended;

        Assert.Equal("""{"code":0,"stdout":"yay","stderr":""}""", place.Key("sleep-job"));
        Assert.Equal(0, job.Result?.ExitCode);
    }

    [Theory, InBothHosts]
    public async Task A_job_without_a_name_gets_one_and_leaves_no_key(Host host)
    {
        await using BookPlace place = new(host);

        Job job = await place.RunAsync("exit 3");

        Assert.Equal(("job-job00000", 3), (job.Record.Name, job.Result?.ExitCode));
        Assert.Empty(place.Store.Keys.Snapshot());
    }

    [Theory]
    [InlineData("time")]
    [InlineData("addr")]
    [InlineData("rc")]
    [InlineData("groups")]
    [InlineData("home")]
    [InlineData("destinations")]
    [InlineData("mine")]
    [InlineData("almost")]
    public async Task A_name_that_is_another_key_is_refused_before_anything_runs(string name)
    {
        await using BookPlace place = new(Host.Here);
        await place.SetAsync("mine", "1");
        await place.SetAsync("almost", """{"state":"running","since":1}""");

        VerbException refused = await Assert.ThrowsAsync<VerbException>(() => place.StartAsync("echo ran > ran", name));

        Assert.Equal(FaultCode.JobNameTaken, refused.Fault.Code);
        Assert.Contains($"'{name}'", refused.Fault.Message, StringComparison.Ordinal);
        await AssertNothingWasDone(place);
        Assert.Equal("1", place.Key("mine"));
    }

    [Fact]
    public async Task A_name_that_cannot_be_a_key_is_refused()
    {
        await using BookPlace place = new(Host.Here);

        await Assert.ThrowsAsync<KeyRejectedException>(() => place.StartAsync("echo ran > ran", "a.b"));

        await AssertNothingWasDone(place);
    }

    [Fact]
    public async Task A_name_can_be_used_again_once_its_job_has_ended_and_not_before()
    {
        await using BookPlace place = new(Host.Here);
        Job first = await place.StartAsync($"{place.Until("go")}; echo first", "job");

        VerbException refused = await Assert.ThrowsAsync<VerbException>(() => place.StartAsync("echo second", "job"));
        place.Make("go");
        await first.Ended;
        await place.RunAsync("echo third", "job");

        Assert.Equal(FaultCode.JobNameTaken, refused.Fault.Code);
        Assert.Equal("""{"code":0,"stdout":"third","stderr":""}""", place.Key("job"));
        Assert.Equal(2, place.Book.All.Count);
    }

    [Theory, InBothHosts]
    public async Task A_stopped_job_says_so(Host host)
    {
        await using BookPlace place = new(host);
        Job job = await place.StartAsync("echo begun; exec sleep 1000", "job");
        await Workplace.Eventually(() => job.Command.Output.Total(OutputStream.Stdout) > 0);

        await JobBook.StopAsync(job);

        Assert.Equal(CommandEnd.Stopped, job.Result?.How);
        Assert.Equal("""{"code":143,"stdout":"begun","stderr":"","state":"stopped"}""", place.Key("job"));
    }

    [Fact]
    public async Task A_job_that_took_too_long_says_so()
    {
        await using BookPlace place = new(Host.Here);

        Job job = await place.Book.StartAsync("operator", "job", place.Spec("exec sleep 1000") with { TimeoutSeconds = 0.05 });
        await job.Ended;

        Assert.Equal("""{"code":143,"stdout":"","stderr":"","state":"timed-out"}""", place.Key("job"));
    }

    [Fact]
    public async Task A_command_that_cannot_be_run_leaves_no_job_and_the_key_as_it_was()
    {
        await using BookPlace place = new(Host.Here);
        await place.RunAsync("echo before", "job");

        VerbException refused = await Assert.ThrowsAsync<VerbException>(() => place.StartAsync("echo \0", "job"));

        Assert.Equal(FaultCode.BadRequest, refused.Fault.Code);
        Assert.Equal("""{"code":0,"stdout":"before","stderr":""}""", place.Key("job"));
        Assert.Single(place.Book.All);
        Assert.Single(place.Folders.ReadAll());
    }

    [Fact]
    public async Task A_store_without_room_for_the_key_keeps_the_job_from_running()
    {
        await using BookPlace place = new(Host.Here, new StoreLimits { MaxKeys = 1 });
        await place.SetAsync("other", "1");

        await Assert.ThrowsAsync<KeyRejectedException>(() => place.StartAsync("echo ran > ran", "job"));

        await AssertNothingWasDone(place);
    }

    [Fact]
    public async Task A_key_that_the_operator_changes_meanwhile_stays_changed()
    {
        await using BookPlace place = new(Host.Here);
        Job job = await place.StartAsync($"{place.Until("go")}; exit 7", "job");

        await place.SetAsync("job", "1");
        place.Make("go");
        await job.Ended;

        Assert.Equal(7, job.Result?.ExitCode);
        Assert.Equal("1", place.Key("job"));
    }

    [Fact]
    public async Task A_store_without_room_for_the_output_still_learns_the_exit_code()
    {
        await using BookPlace place = new(Host.Here, new StoreLimits { MaxTotalValueBytes = 1000 });

        await place.RunAsync("seq 1000; exit 4", "job");

        Assert.Equal("""{"code":4,"stdout":"","stderr":"","truncated":true}""", place.Key("job"));
    }

    [Fact]
    public async Task Only_so_many_jobs_run_at_once()
    {
        await using BookPlace place = new(Host.Here, limits: new JobLimits { Running = 1 });
        Job first = await place.StartAsync(place.Until("go"));

        VerbException refused = await Assert.ThrowsAsync<VerbException>(() => place.StartAsync("echo ran > ran"));
        place.Make("go");
        await first.Ended;
        await place.RunAsync("true");

        Assert.Equal(FaultCode.Busy, refused.Fault.Code);
        Assert.False(File.Exists(place.PathOf("ran")));
    }

    [Fact]
    public async Task Of_the_jobs_that_have_ended_the_latest_are_kept()
    {
        await using BookPlace place = new(Host.Here, limits: new JobLimits { Kept = 2 });
        Job long_ = await place.StartAsync(place.Until("go"), "long");
        foreach (string name in (string[])["a", "b", "c"])
        {
            await place.RunAsync("true", name);
        }

        Assert.Equal(["long", "b", "c"], place.Book.All.Select(job => job.Record.Name));
        Assert.Equal(["long", "b", "c"], place.Folders.ReadAll().Select(record => record.Name));
        Assert.NotNull(place.Key("a"));

        // It started first, and ended last.
        place.Make("go");
        await long_.Ended;
        Assert.Equal(["long", "c"], place.Book.All.Select(job => job.Record.Name));
    }

    [Fact]
    public async Task Jobs_that_take_too_much_disk_make_room()
    {
        await using BookPlace place = new(Host.Here, limits: new JobLimits { KeptBytes = 100_000 });

        foreach (string name in (string[])["a", "b", "c"])
        {
            await place.RunAsync("head -c 60000 /dev/zero", name);
        }

        Assert.Equal(["c"], place.Folders.ReadAll().Select(record => record.Name));
    }

    private static async Task AssertNothingWasDone(BookPlace place)
    {
        await place.RunAsync("true");
        Assert.False(File.Exists(place.PathOf("ran")));
        Assert.Single(place.Folders.ReadAll());
    }
}
