using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Trust;

/// <summary>The module and remotes that take signed requests only.</summary>
public sealed class SignedFleetTests
{
    [Fact]
    public async Task Everything_works_signed_as_it_does_unsigned()
    {
        await using SignedFleet fleet = await SignedFleet.StartAsync();
        using TemporaryFolder here = new();
        string file = here.Write("big.bin", new string('x', 700_000));

        Assert.Equal(["frodo"], fleet.Session.Run("Set-MoiKey A 1 | Invoke-MoiRun 'echo ran >> count' | Get-MoiRemote").Clean().Names);
        Assert.Equal([true], fleet.Session.Run($"Send-MoiFile '{file}' tmp").Clean().Values("Success"));
        Assert.Equal(["0"], fleet.Session.Run("Start-MoiJob 'true' -JobName up | Wait-MoiJob | ForEach-Object { \"$($_.ExitCode)\" }").Clean().Output.Select(o => o.ToString()));
        fleet.Session.Run("Start-MoiJob 'sleep 1000' -JobName long | Stop-MoiJob | Out-Null").Clean();
        fleet.Session.Run("New-MoiGroup gates | Out-Null; Get-MoiRemote -Group gates").Clean();

        Assert.Equal(700_000, new FileInfo(Path.Combine(fleet.Moid.Folder, "tmp", "big.bin")).Length);
        Assert.Equal(
            ["set done", "run begun", "run done", "push begun", "push done", "start begun", "start done", "start begun", "start done", "stop begun", "stop done", "join done"],
            fleet.Audit.Where(line => !line.EndsWith("repeated", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_session_without_a_key_is_told_what_it_lacks()
    {
        await using SignedFleet fleet = await SignedFleet.StartAsync();
        using ModuleSession stranger = new();
        stranger.Connect(fleet.Broker.Port);

        ScriptResult result = stranger.Run("Invoke-MoiRun 'touch ran'");

        Assert.Equal("NotTrusted", ScriptResult.IdOf(result.Error));
        Assert.Contains("New-MoiOperatorKey", result.Error.ToString());
        Assert.False(File.Exists(Path.Combine(fleet.Moid.Folder, "home", "ran")));
    }

    [Fact]
    public async Task A_remote_that_does_not_know_the_time_is_told_it_without_the_operators_doing()
    {
        await using SignedFleet fleet = await SignedFleet.StartAsync(new Dictionary<string, object> { ["trust_clock"] = false });

        Assert.Equal(["frodo"], fleet.Session.Run("Get-MoiRemote").Clean().Names);
        Assert.Equal(["frodo"], fleet.Session.Run("Invoke-MoiRun 'echo once >> count'").Clean().Names);
        Assert.Equal(["frodo"], fleet.Session.Run("Set-MoiKey A 1").Clean().Names);

        Assert.Equal("once\n", await File.ReadAllTextAsync(Path.Combine(fleet.Moid.Folder, "home", "count"), TestContext.Current.CancellationToken));
        Assert.Equal(["run refused", "run begun", "run done", "set done"], fleet.Audit);
    }

    [Fact]
    public async Task After_each_start_it_is_told_again()
    {
        await using SignedFleet fleet = await SignedFleet.StartAsync(new Dictionary<string, object> { ["trust_clock"] = false });
        fleet.Session.Run("Set-MoiKey A 1").Clean();
        await fleet.Moid.TerminateAsync();
        await fleet.Moid.StartAgainAsync();

        Assert.Equal(["frodo"], fleet.Session.Run("Set-MoiKey A 2").Clean().Names);

        Assert.Equal(["set refused", "set done", "set refused", "set done"], fleet.Audit);
    }

    [Fact]
    public async Task A_file_goes_to_one_that_does_not_know_the_time()
    {
        await using SignedFleet fleet = await SignedFleet.StartAsync(new Dictionary<string, object> { ["trust_clock"] = false });
        using TemporaryFolder here = new();

        Assert.Equal([true], fleet.Session.Run($"Send-MoiFile '{here.Write("a", new string('y', 300_000))}' tmp").Clean().Values("Success"));
    }

    [Fact]
    public async Task A_run_that_is_stopped_ends_on_the_remote_though_the_clock_was_not_known()
    {
        await using SignedFleet fleet = await SignedFleet.StartAsync(new Dictionary<string, object> { ["trust_clock"] = false });
        using Fleets.LastingCommand lasting = new();
        RunningScript running = fleet.Session.Begin($"Invoke-MoiRun '{lasting.Text}'");
        await Eventually.Holds(() => lasting.Running > 0, "the command runs");

        running.Dispose();

        await Eventually.Holds(() => lasting.Running == 0, "the command has ended");
    }

    [Fact]
    public void What_would_steer_the_terminal_is_in_no_error()
    {
        using ModuleSession session = new();

        string message = session.Run("[Moi.PowerShell.MoiException]::new(\"a`e[31mb$([char]0x202e)c$([char]0x9b)d\").Message").Clean().Single.ToString();

        Assert.Equal("a\uFFFD[31mb\uFFFDc\uFFFDd", message);
    }

    [Fact]
    public async Task A_remote_that_anyone_may_command_warns_of_it_and_one_with_operators_does_not()
    {
        await using SignedFleet fleet = await SignedFleet.StartAsync();
        await using MoidProcess open = await MoidProcess.StartAsync(
            new MoidOptions { Name = "bilbo", Address = "10.10.10.11", BrokerPort = fleet.Broker.Port });

        ScriptResult result = fleet.Session.Run("Get-MoiRemote | ForEach-Object { \"$($_.Name): $($_.Warnings)\" }").Clean();

        Assert.Equal(
            ["bilbo: open: whoever can publish to its broker can command it", "frodo: "], result.Output.Select(line => line.ToString()).Order());
        Assert.Contains("This remote is open", open.Log);
        Assert.DoesNotContain("This remote is open", fleet.Moid.Log);
    }
}
