using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Jobs;

/// <summary>
/// -AsJob: a job of PowerShell's that asks remotes. Receive-Job -Wait -AutoRemoveJob is given jobs that Wait-Job let go: the
/// engine removes a job twice, and complains, where it ends between the two looks that Receive-Job takes at it.
/// </summary>
public sealed class AsJobTests(SharedFleets fleets)
{
    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task A_job_gives_what_the_command_would(FleetKind kind)
    {
        using ModuleSession session = await fleets.OpenAsync(kind);

        ScriptResult job = session.Run("$job = Invoke-MoiRun 'echo out; exit 3' -AsJob; $job.PSJobTypeName; ($job | Wait-Job).State").Clean();
        ScriptResult kept = session.Run("Receive-Job $job -Keep").Clean();
        ScriptResult received = session.Run("$job | Wait-Job | Receive-Job -Wait -AutoRemoveJob").Clean();

        Assert.Equal(["MoiRequest", "Completed"], job.Output.Select(text => text.ToString()));
        Assert.Equal(["bilbo", "frodo", "merry", "pippin"], kept.Names);
        Assert.Equal(kept.Names, received.Names);
        Assert.All(received.Values("ExitCode"), code => Assert.Equal(3, code));
        Assert.Empty(session.Run("Get-Job").Clean().Output);
    }

    [Fact]
    public async Task Errors_are_those_of_the_command()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);
        const string Command = "Invoke-MoiRun 'pwd' /no/such/folder -Name frodo, nobody";

        ScriptResult foreground = session.Run(Command);
        ScriptResult job = session.Run($"{Command} -AsJob | Wait-Job | Receive-Job -Wait -AutoRemoveJob");

        Assert.Equal(2, foreground.Errors.Count);
        Assert.Equal(
            foreground.Errors.Select(error => (error.FullyQualifiedErrorId, error.ToString())),
            job.Errors.Select(error => (error.FullyQualifiedErrorId, error.ToString())));
        Assert.Equal(foreground.Errors[1].CategoryInfo.Category, job.Errors[1].CategoryInfo.Category);
        Assert.Equal("frodo", ((dynamic)job.Errors[1].TargetObject).Name);
    }

    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task Stopping_the_job_ends_the_command_on_the_remotes(FleetKind kind)
    {
        LastingCommand command = new();
        using ModuleSession session = await fleets.OpenAsync(kind);
        session.Run($"$job = Invoke-MoiRun '{command.Text}' -AsJob").Clean();
        await Eventually.Holds(() => command.Running == 4);

        ScriptResult stopped = session.Run("(Stop-Job $job -PassThru).State").Clean();

        Assert.Equal("Stopped", stopped.Single);
        await Eventually.Holds(() => command.Running == 0);
        Assert.Empty(session.Run("Receive-Job $job; Remove-Job $job; Get-Job").Clean().Output);
    }

    [Fact]
    public async Task Removing_a_job_that_runs_ends_the_command_on_the_remotes()
    {
        LastingCommand command = new();
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);
        session.Run($"$job = Invoke-MoiRun '{command.Text}' -Name frodo -AsJob").Clean();
        await Eventually.Holds(() => command.Running == 1);

        session.Run("Remove-Job $job -Force").Clean();

        await Eventually.Holds(() => command.Running == 0);
    }

    [Fact]
    public async Task Several_jobs_do_not_disturb_each_other_or_the_foreground()
    {
        LastingCommand command = new();
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run(
            $$"""
            $lasting = Invoke-MoiRun '{{command.Text}}' -Name frodo -AsJob
            $jobs = foreach ($i in 1..5) { Invoke-MoiRun "echo $i" -Name bilbo -AsJob }
            Get-MoiRemote -Name frodo
            $jobs | Wait-Job | Receive-Job -Wait -AutoRemoveJob
            $lasting | Stop-Job
            $lasting | Remove-Job
            """).Clean();

        Assert.Equal("frodo", result.Output[0].Properties["Name"].Value);
        Assert.Equal(["1", "2", "3", "4", "5"], result.Output.Skip(1).Select(run => run.Properties["Stdout"].Value).Order());
        await Eventually.Holds(() => command.Running == 0);
    }

    [Fact]
    public async Task What_is_piped_in_is_who_is_asked()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run("Get-MoiRemote -Name b*, f* | Invoke-MoiRun hostname -AsJob | Wait-Job | Receive-Job -Wait -AutoRemoveJob").Clean();
        ScriptResult nobody = session.Run("@() | Invoke-MoiRun hostname -AsJob; Get-Job").Clean();

        Assert.Equal(["bilbo", "frodo"], result.Names);
        Assert.Empty(nobody.Output);
    }

    [Fact]
    public async Task A_trial_or_a_no_starts_no_job()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);
        session.Host.Answer = 2;

        ScriptResult result = session.Run(
            "Invoke-MoiRun 'touch never' -AsJob -WhatIf; Invoke-MoiRun 'touch never' -AsJob -Confirm; Get-Job; Invoke-MoiRun 'ls never'").Clean();

        Assert.Single(session.Host.Questions);
        Assert.All(result.Values("ExitCode"), code => Assert.NotEqual(0, code));
        Assert.Equal(4, result.Output.Count);
    }

    [Fact]
    public async Task A_yes_asks_exactly_those_who_were_named()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run("Invoke-MoiRun 'true' -Filter 'name=frodo' -AsJob -Confirm | Wait-Job | Receive-Job -Wait -AutoRemoveJob").Clean();

        Assert.Contains("frodo", Assert.Single(session.Host.Questions));
        Assert.Equal(["frodo"], result.Names);
    }

    [Fact]
    public async Task A_wait_can_be_a_job_and_stopping_it_leaves_the_remotes_jobs_alone()
    {
        LastingCommand command = new();
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);
        session.Run($"$jobs = Start-MoiJob '{command.Text}' -Name frodo; $wait = $jobs | Wait-MoiJob -AsJob").Clean();
        await Eventually.Holds(() => command.Running == 1);

        session.Run("$wait | Stop-Job; $wait | Remove-Job").Clean();
        Assert.Equal(1, command.Running);
        ScriptResult result = session.Run("$wait = $jobs | Wait-MoiJob -AsJob; $jobs | Stop-MoiJob | ForEach-Object { }; $wait | Wait-Job | Receive-Job -Wait -AutoRemoveJob").Clean();

        Assert.Equal("Stopped", result.Single.State.ToString());
        Assert.Equal(0, command.Running);
    }

    [Fact]
    public async Task A_job_goes_on_though_the_session_takes_leave_of_the_broker()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);
        using ModuleSession other = await fleets.OpenAsync(FleetKind.Devices);
        session.Run("$job = Invoke-MoiRun 'touch begun; while [ -d \"$PWD\" ] && [ ! -e enough ]; do sleep 0.02; done; rm begun enough' -Name frodo -AsJob").Clean();
        await Eventually.Holds(() => other.Run("Invoke-MoiRun 'ls begun' -Name frodo").Clean().Values("Success")[0] is true);

        session.Run("Disconnect-MoiBroker").Clean();
        other.Run("Invoke-MoiRun 'touch enough' -Name frodo").Clean();
        ScriptResult result = session.Run("$job | Wait-Job | Receive-Job -Wait -AutoRemoveJob").Clean();

        Assert.Equal(["frodo"], result.Names);
        Assert.True(result.Single.Success);
    }
}
