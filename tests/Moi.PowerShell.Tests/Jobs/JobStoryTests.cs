using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Jobs;

/// <summary>What the seed's launch and wait are here.</summary>
public sealed class JobStoryTests(SharedFleets fleets)
{
    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task A_job_gives_an_object_at_once_and_its_name_is_a_key(FleetKind kind)
    {
        using ModuleSession session = await fleets.OpenAsync(kind);

        ScriptResult started = session.Run("Start-MoiJob 'sleep 1 && echo yay' tmp sleep-job").Clean();
        ScriptResult running = session.Run("Get-MoiRemote sleep-job").Clean();
        ScriptResult waited = session.Run("Wait-MoiJob -JobName sleep-job").Clean();
        ScriptResult ended = session.Run("Get-MoiRemote sleep-job").Clean();
        ScriptResult codes = session.Run("Get-MoiRemote sleep-job.code").Clean();
        ScriptResult matching = session.Run("Get-MoiRemote -Filter 'sleep-job.code=0'").Clean();

        string[] all = ["bilbo", "frodo", "merry", "pippin"];
        Assert.All((ScriptResult[])[started, running, waited, ended, codes, matching], result => Assert.Equal(all, result.Names));
        Assert.Equal(["sleep-job:Running"], started.Output.Select(job => $"{job.Properties["JobName"].Value}:{job.Properties["State"].Value}").Distinct());
        Assert.Single(started.Values("JobId").Distinct());
        Assert.All(started.Values("Command"), command => Assert.Equal("sleep 1 && echo yay", command));
        Assert.All(running.Output, remote => Assert.Equal("running", ((dynamic)remote.Properties["sleep-job"].Value).state));
        Assert.Equal(["Exited:0:yay::True"], waited.Output
            .Select(job => string.Join(':', ((string[])["State", "ExitCode", "Stdout", "Stderr", "Success"]).Select(name => job.Properties[name].Value)))
            .Distinct());
        Assert.All(ended.Output, remote => Assert.Equal("yay", ((dynamic)remote.Properties["sleep-job"].Value).stdout));
        Assert.All(codes.Values("sleep-job.code"), code => Assert.Equal(0L, code));
    }

    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task A_job_piped_on_is_waited_for_and_its_result_goes_on_to_the_next_stage(FleetKind kind)
    {
        using ModuleSession session = await fleets.OpenAsync(kind);

        ScriptResult result = session.Run(
            "Start-MoiJob 'sleep 0.2; echo out' | Wait-MoiJob | Set-MoiKey jobs-piped=1").Clean();
        ScriptResult keys = session.Run("Get-MoiRemote jobs-piped; Remove-MoiKey jobs-piped | ForEach-Object { }").Clean();

        Assert.Equal(["bilbo", "frodo", "merry", "pippin"], result.Names);
        Assert.All(keys.Values("jobs-piped"), value => Assert.Equal(1L, value));
    }

    [Fact]
    public async Task A_failed_job_keeps_its_remote_out_of_the_next_stage()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run("Start-MoiJob 'exit 3' -Name frodo | Wait-MoiJob | Invoke-MoiRun hostname");

        Assert.Empty(result.Output);
        Assert.Contains("1 remote(s)", Assert.Single(result.Warnings));
    }

    [Fact]
    public async Task Several_jobs_a_remote_are_waited_for_each_on_its_own_remote()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run(
            """
            $jobs = @(Start-MoiJob 'exit 1' -Name frodo) + @(Start-MoiJob 'exit 2' -Name frodo) + @(Start-MoiJob 'exit 3' -Name bilbo)
            $jobs | Wait-MoiJob
            """).Clean();

        Assert.Equal(
            ["bilbo 3", "frodo 1", "frodo 2"],
            result.Output.Select(job => $"{job.Properties["Name"].Value} {job.Properties["ExitCode"].Value}").Order());
    }

    [Fact]
    public async Task Large_output_of_a_job_comes_complete()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run("Start-MoiJob 'seq 1 40000' -Name frodo | Wait-MoiJob").Clean();

        Assert.Equal(string.Join('\n', Enumerable.Range(1, 40000)), result.Single.Stdout);
        Assert.Equal(false, result.Single.Truncated);
    }

    [Fact]
    public async Task Output_beyond_what_is_kept_is_left_out_and_that_is_said()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run("Start-MoiJob 'seq 1 40000' -Name frodo -OutputLimitKB 1 | Wait-MoiJob").Clean();

        Assert.Equal(true, result.Single.Truncated);
        Assert.StartsWith("1\n2\n", result.Single.Stdout);
        Assert.EndsWith("\n40000", result.Single.Stdout);
        Assert.Equal(1024, ((IReadOnlyCollection<byte>)result.Single.StdoutBytes).Count);
    }

    [Fact]
    public async Task A_job_that_runs_too_long_is_killed()
    {
        LastingCommand command = new();
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run($"Start-MoiJob '{command.Text}' -RunTimeoutSeconds 0.2 | Wait-MoiJob").Clean();

        Assert.Equal(4, result.Output.Count);
        Assert.All(result.Values("State"), state => Assert.Equal("TimedOut", state!.ToString()));
        Assert.All(result.Values("Success"), success => Assert.Equal(false, success));
        Assert.Equal(0, command.Running);
    }
}
