using System.Runtime.Versioning;
using Moi.Daemon.Jobs;
using Moi.Daemon.Jobs.Book;

namespace Moi.Daemon.Tests.Jobs.Book;

[SupportedOSPlatform("linux")]
public sealed class AdoptionTests
{
    [Fact]
    public async Task A_job_outlives_its_daemon_and_the_next_one_learns_its_end()
    {
        await using BookPlace place = new(Host.Apart);
        string id = (await place.StartAsync($"{place.Until("go")}; echo yay; exit 5", "job")).Record.Id;

        await place.CloseAsync();
        place.Open();
        Job adopted = place.Book.Find(id)!;
        Assert.True(adopted.IsRunning);
        Assert.Equal("""{"state":"running"}""", place.Key("job"));
        place.Make("go");
        await adopted.Ended;

        Assert.Equal(5, adopted.Result?.ExitCode);
        Assert.Equal("""{"code":5,"stdout":"yay","stderr":""}""", place.Key("job"));
    }

    [Fact]
    public async Task A_job_that_ended_while_there_was_no_daemon_gets_its_key_from_the_next()
    {
        await using BookPlace place = new(Host.Apart);
        Job job = await place.StartAsync($"{place.Until("go")}; exit 6", "job");

        await place.CloseAsync();
        place.Make("go");
        await job.Command.Completion;
        place.Open();
        await place.Book.Find(job.Record.Id)!.Ended;

        Assert.Equal("""{"code":6,"stdout":"","stderr":""}""", place.Key("job"));
    }

    [Fact]
    public async Task A_key_that_the_operator_changed_after_the_end_stays_changed()
    {
        await using BookPlace place = new(Host.Apart);
        await place.RunAsync("true", "changed");
        await place.RunAsync("true", "erased");
        await place.SetAsync("changed", "1");
        await place.SetAsync("erased", "null");

        await place.CloseAsync();
        place.Open();

        Assert.Equal(("1", null), (place.Key("changed"), place.Key("erased")));
        Assert.Equal(["changed", "erased"], place.Book.All.Select(job => job.Record.Name));
    }

    [Fact]
    public async Task An_earlier_job_of_the_same_name_does_not_answer_for_the_later()
    {
        await using BookPlace place = new(Host.Apart);
        await place.RunAsync("echo early", "job");
        Job late = await place.StartAsync($"{place.Until("go")}; echo late", "job");

        await place.CloseAsync();
        place.Open();
        Assert.Equal("""{"state":"running"}""", place.Key("job"));
        place.Make("go");
        await place.Book.Find(late.Record.Id)!.Ended;

        Assert.Equal("""{"code":0,"stdout":"late","stderr":""}""", place.Key("job"));
    }

    [Fact]
    public async Task A_job_whose_runner_is_killed_is_lost_and_stays_so()
    {
        await using BookPlace place = new(Host.Apart);
        Job job = await place.StartAsync($"echo $PPID $$; {place.Until("go")}", "job");
        await Workplace.Eventually(() => Workplace.TextIn(place.Folders.Of(job.Record.Id), OutputStream.Stdout).EndsWith('\n'));
        int[] pids = [.. Workplace.TextIn(place.Folders.Of(job.Record.Id), OutputStream.Stdout).Split(' ').Select(int.Parse)];

        ProcessEntry.Find(pids[0])!.Value.Signal(9);
        await job.Ended.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Null(job.Result);
        Assert.Equal("""{"state":"lost"}""", place.Key("job"));
        Assert.DoesNotContain(pids, Processes.Lives);
        await place.CloseAsync();
        place.Open();
        Assert.True(place.Book.Find(job.Record.Id) is { IsRunning: false, Result: null });
        await place.RunAsync("echo again", "job");
        Assert.Equal("""{"code":0,"stdout":"again","stderr":""}""", place.Key("job"));
    }

    [Fact]
    public async Task A_job_in_the_daemons_own_process_ends_with_it()
    {
        await using BookPlace place = new(Host.Here);
        Job job = await place.StartAsync("echo $$; exec sleep 1000", "job");
        await Workplace.Eventually(() => job.Command.Output.Total(OutputStream.Stdout) > 0);
        int pid = int.Parse(Workplace.TextIn(place.Folders.Of(job.Record.Id), OutputStream.Stdout));

        await place.CloseAsync();

        Assert.False(Processes.Lives(pid));
        place.Open();
        Assert.Equal($$"""{"code":143,"stdout":"{{pid}}","stderr":"","state":"stopped"}""", place.Key("job"));
    }

    [Fact]
    public async Task A_folder_that_is_no_jobs_is_cleared_away()
    {
        await using BookPlace place = new(Host.Apart);
        await place.RunAsync("true", "job");
        await place.CloseAsync();
        string half = Directory.CreateDirectory(place.Folders.Of("half")).FullName;
        await File.WriteAllTextAsync(Path.Combine(half, "stdout"), "left over", TestContext.Current.CancellationToken);

        place.Open();

        Assert.False(Directory.Exists(half));
        Assert.Equal(["job"], place.Book.All.Select(job => job.Record.Name));
    }
}
