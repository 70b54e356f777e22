using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Jobs;

public sealed class WaitMoiJobTests(SharedFleets fleets)
{
    [Theory]
    [InlineData("Wait-MoiJob")]
    [InlineData("Stop-MoiJob")]
    [InlineData("Wait-MoiJob -AsJob")]
    public async Task Nothing_at_all_is_an_error_with_advice(string command)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run(command);

        Assert.Equal("NoJobGiven", result.TerminationId);
        Assert.Contains("-JobName", result.Termination!.ToString());
    }

    [Theory]
    [InlineData("Wait-MoiJob")]
    [InlineData("Stop-MoiJob")]
    public async Task A_job_of_PowerShells_is_an_error_with_advice(string command)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run($"Invoke-MoiRun 'true' -Name frodo -AsJob | {command}");

        Assert.Equal("NotAMoiJob", result.TerminationId);
        Assert.Contains("Receive-Job -Wait", result.Termination!.ToString());
    }

    [Theory]
    [InlineData("Wait-MoiJob")]
    [InlineData("Stop-MoiJob")]
    [InlineData("Get-MoiJob")]
    public async Task An_empty_pipeline_addresses_nobody(string command)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);
        LastingCommand lasting = new();
        session.Run($"$lasting = Start-MoiJob '{lasting.Text}' -Name frodo").Clean();
        await Eventually.Holds(() => lasting.Running == 1);

        Assert.Empty(session.Run($"@() | {command}").Clean().Output);

        Assert.Equal(1, lasting.Running);
        session.Run("$lasting | Stop-MoiJob").Clean();
    }

    [Fact]
    public async Task Remotes_without_a_job_mean_all_that_run_there()
    {
        LastingCommand command = new();
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);
        session.Run($"Start-MoiJob 'true' -Name pippin | Wait-MoiJob; Start-MoiJob '{command.Text}' -Name pippin -JobName still-runs").Clean();
        using RunningScript waiting = session.Begin("Wait-MoiJob -Name pippin");
        await Eventually.Holds(() => waiting.Progress.Any(record => record.StatusDescription.Contains("waiting for pippin")));

        using ModuleSession other = await fleets.OpenAsync(FleetKind.Devices);
        other.Run("Stop-MoiJob still-runs -Name pippin").Clean();

        ScriptResult result = waiting.Wait().Clean();
        Assert.Equal(("still-runs", "Stopped", 143), ((string)result.Single.JobName, (string)result.Single.State.ToString(), (int)result.Single.ExitCode));
    }

    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task Stopping_the_wait_leaves_the_job_running(FleetKind kind)
    {
        LastingCommand command = new();
        using ModuleSession session = await fleets.OpenAsync(kind);
        session.Run($"$jobs = Start-MoiJob '{command.Text}' -Name frodo, merry").Clean();
        using RunningScript waiting = session.Begin("$jobs | Wait-MoiJob");
        await Eventually.Holds(() => waiting.Progress.Count > 0);

        Assert.Empty(waiting.Stop().Output);

        Assert.Equal(2, command.Running);
        ScriptResult stopped = session.Run("$jobs | Stop-MoiJob").Clean();
        Assert.All(stopped.Values("State"), state => Assert.Equal("Stopped", state!.ToString()));
        Assert.Equal(0, command.Running);
    }

    [Fact]
    public async Task A_stop_can_be_tried_first()
    {
        LastingCommand command = new();
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);
        session.Run($"$jobs = Start-MoiJob '{command.Text}' -Name frodo, bilbo -JobName tried").Clean();
        await Eventually.Holds(() => command.Running == 2);

        Assert.Empty(session.Run("$jobs | Stop-MoiJob -WhatIf; Stop-MoiJob tried -Name frodo -WhatIf").Clean().Output);

        Assert.Equal(2, command.Running);
        Assert.Contains(session.Host.Lines, line => line.Contains("Stop the job tried") && line.Contains("10.10.10.11 bilbo"));
        session.Run("$jobs | Stop-MoiJob").Clean();
    }

    [Fact]
    public async Task A_job_that_is_not_kept_any_more_is_named()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run(
            """
            $job = Start-MoiJob 'true' -Name frodo
            $gone = [pscustomobject]@{ Id = $job.Id; JobId = '00000000000000000000000000000000' }
            $job, $gone | Wait-MoiJob
            """);

        Assert.Equal(0, result.Single.ExitCode);
        Assert.Equal("NoSuchJob", ScriptResult.IdOf(result.Error));
        Assert.Contains("00000000000000000000000000000000", result.Error.ToString());
    }

    [Fact]
    public async Task A_wait_survives_the_death_of_a_remotes_daemon()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MoidProcess moid = await MoidProcess.StartAsync(
            new MoidOptions { Name = "sam", Address = "10.10.10.30", BrokerPort = broker.Port });
        using ModuleSession session = new();
        session.Connect(broker.Port);
        session.Run("Start-MoiJob 'while [ -d \"$PWD\" ] && [ ! -e go ]; do sleep 0.02; done; echo yay; exit 9' -JobName long").Clean();
        using RunningScript waiting = session.Begin("Wait-MoiJob long");
        await Eventually.Holds(() => waiting.Progress.Count > 0);

        await moid.KillAsync();
        await moid.StartAgainAsync();
        Assert.False(waiting.IsOver);
        await File.WriteAllTextAsync(Path.Combine(moid.Folder, "home", "go"), string.Empty, TestContext.Current.CancellationToken);

        ScriptResult result = waiting.Wait().Clean();
        Assert.Equal((9, "yay"), ((int)result.Single.ExitCode, (string)result.Single.Stdout));
    }

    [Fact]
    public async Task A_job_that_goes_on_while_its_daemon_is_away_for_five_seconds_gives_its_real_end()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MoidProcess moid = await MoidProcess.StartAsync(
            new MoidOptions { Name = "sam", Address = "10.10.10.30", BrokerPort = broker.Port });
        using ModuleSession session = new();
        session.Connect(broker.Port);
        session.Run("Start-MoiJob 'sleep 8; echo yay; exit 9' -JobName long").Clean();
        using RunningScript waiting = session.Begin("Wait-MoiJob long");
        await Eventually.Holds(() => waiting.Progress.Count > 0);

        await moid.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await moid.StartAgainAsync();

        ScriptResult result = waiting.Wait().Clean();
        Assert.Equal((9, "yay"), ((int)result.Single.ExitCode, (string)result.Single.Stdout));
    }
}
