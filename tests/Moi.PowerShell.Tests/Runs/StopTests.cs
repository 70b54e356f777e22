using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Runs;

public sealed class StopTests(SharedFleets fleets)
{
    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task Stopping_ends_the_command_on_every_remote_and_the_connection_goes_on(FleetKind kind)
    {
        using LastingCommand command = new();
        using ModuleSession session = await fleets.OpenAsync(kind);
        using RunningScript running = session.Begin($"Invoke-MoiRun '{command.Text}'");
        await Eventually.Holds(() => command.Running == 4);

        ScriptResult result = running.Stop();

        Assert.Empty(result.Output);
        Assert.Empty(result.Errors);
        await Eventually.Holds(() => command.Running == 0);
        Assert.Equal(4, session.Run("Get-MoiRemote").Clean().Output.Count);
    }

    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task A_stage_that_has_enough_ends_the_commands_still_at_work(FleetKind kind)
    {
        using LastingCommand command = new();
        using ModuleSession session = await fleets.OpenAsync(kind);
        session.Run("Invoke-MoiRun 'touch atonce' -Name bilbo").Clean();

        // The first answer breaks out of the pipeline, as Select-Object -First 1 does.
        ScriptResult result = session.Run(
            $"foreach ($once in 1) {{ Invoke-MoiRun '[ -e atonce ] || {command.Text}' | ForEach-Object {{ $_; break }} }}; Get-MoiRemote");

        Assert.Equal("bilbo", result.Clean().Values("Name")[0]);
        Assert.Equal(5, result.Output.Count);
        await Eventually.Holds(() => command.Running == 0);
        session.Run("Invoke-MoiRun 'rm atonce' -Name bilbo").Clean();
    }

    [Fact]
    public async Task Stopping_one_operator_leaves_the_commands_of_others_alone()
    {
        using LastingCommand mine = new();
        using LastingCommand theirs = new();
        using ModuleSession me = await fleets.OpenAsync(FleetKind.Devices);
        using ModuleSession they = await fleets.OpenAsync(FleetKind.Devices);
        using RunningScript my = me.Begin($"Invoke-MoiRun '{mine.Text}' -Name frodo");
        using RunningScript their = they.Begin($"Invoke-MoiRun '{theirs.Text}' -Name frodo");
        await Eventually.Holds(() => mine.Running == 1 && theirs.Running == 1);

        my.Stop();

        await Eventually.Holds(() => mine.Running == 0);
        Assert.Equal(1, theirs.Running);
        their.Stop();
        await Eventually.Holds(() => theirs.Running == 0);
    }

    [Fact]
    public void A_command_that_waits_for_a_silent_broker_can_be_stopped()
    {
        ScriptedServer silent = ScriptedServer.Silent();
        using ModuleSession session = new();
        using RunningScript running = session.Begin($"Connect-MoiBroker 127.0.0.1 {silent.Port}");
        Assert.True(SpinWait.SpinUntil(() => silent.Accepted > 0, TimeSpan.FromSeconds(20)));

        Assert.Empty(running.Stop().Output);
    }
}
