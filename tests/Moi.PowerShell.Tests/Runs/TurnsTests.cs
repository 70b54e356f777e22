using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Runs;

/// <summary>-BatchSize, -MaxFailures and -ThrottleLimit: what changes remotes need not change all of them at once.</summary>
public sealed class TurnsTests(SharedFleets fleets)
{
    public static TheoryData<string, FleetKind> Turns => new()
    {
        { "-BatchSize 2", FleetKind.Demo },
        { "-BatchSize 50%", FleetKind.Devices },
        { "-ThrottleLimit 2", FleetKind.Demo },
        { "-ThrottleLimit 2", FleetKind.Devices },
        { "-ThrottleLimit 2 -Stream", FleetKind.Demo },
    };

    [Theory]
    [MemberData(nameof(Turns))]
    public async Task Never_more_than_the_limit_are_at_work(string limit, FleetKind kind)
    {
        using TemporaryFolder shared = new();
        using ModuleSession session = await fleets.OpenAsync(kind);

        ScriptResult result = session.Run($"Invoke-MoiRun 'cd {shared.Path} && touch $$ && ls | wc -l && sleep 0.1 && ls | wc -l && rm $$' {limit} | Where-Object ExitCode -eq 0").Clean();

        Assert.Equal(["bilbo", "frodo", "merry", "pippin"], result.Names);
        IEnumerable<int> counts = result.Values("Stdout").SelectMany(text => text!.ToString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(int.Parse);
        Assert.InRange(counts.Max(), 1, 2);
    }

    [Theory]
    [InlineData("-BatchSize 1", 1)]
    [InlineData("-BatchSize 25% -MaxFailures 0", 1)]
    [InlineData("-BatchSize 1 -MaxFailures 1", 2)]
    [InlineData("-BatchSize 1 -MaxFailures 50%", 3)]
    [InlineData("-BatchSize 3", 3)]
    [InlineData("-ThrottleLimit 1 -MaxFailures 0", 1)]
    [InlineData("-ThrottleLimit 1 -MaxFailures 2", 3)]
    public async Task A_bad_change_stops_early_and_who_is_left_is_named(string turns, int tried)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        ScriptResult result = session.Run($"Invoke-MoiRun 'exit 1' {turns} -ErrorVariable stopped -ErrorAction SilentlyContinue");

        string[] everyone = ["bilbo", "frodo", "merry", "pippin"];
        Assert.Equal(everyone[..tried], result.Names);
        ScriptResult error = session.Run("$stopped[0].FullyQualifiedErrorId; $stopped[0].ToString()");
        Assert.StartsWith("StoppedEarly,", error.Output[0].ToString(), StringComparison.Ordinal);
        Assert.StartsWith($"{tried} remote(s) failed", error.Output[1].ToString(), StringComparison.Ordinal);
        Assert.Equal(everyone[tried..], session.Run("$stopped | Get-MoiRemote").Clean().Names);
    }

    [Fact]
    public async Task Without_a_limit_on_failures_a_throttled_command_reaches_everyone()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Equal(4, session.Run("Invoke-MoiRun 'exit 1' -ThrottleLimit 1").Clean().Output.Count);
    }

    [Fact]
    public async Task Batches_are_of_those_that_fulfil_the_filter()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        ScriptResult result = session.Run("Invoke-MoiRun 'exit 1' -Filter 'addr=10.10.10.2#' -BatchSize 50% -ErrorAction SilentlyContinue");

        Assert.Equal(["merry"], result.Names);
    }

    [Fact]
    public void Those_known_to_be_offline_are_named_and_stop_nothing()
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo; Stop-MoiDemo -Name bilbo").Clean();

        ScriptResult result = session.Run("Set-MoiKey turn 1 -BatchSize 1");

        Assert.Equal(["frodo", "merry", "pippin"], result.Names);
        Assert.Equal("RemoteOffline", ScriptResult.IdOf(result.Error));
    }

    [Fact]
    public void A_rolling_restart_never_has_more_than_one_batch_away()
    {
        using ModuleSession session = new();
        using ModuleSession other = new();
        int port = session.Run("Start-MoiDemo").Clean().Single.Port;
        other.Connect(port);
        using RunningScript watch = other.Begin("Watch-MoiRemote -ForSeconds 3 | ForEach-Object { $_.Name }");

        Assert.Equal(4, session.Run("Restart-MoiRemote -Wait -BatchSize 1").Clean().Output.Count);

        // A restart is told as going away and coming back; with one at a time, the two of one remote are never parted by another's.
        string[] told = [.. watch.Wait().Output.Select(name => name.ToString()!)];
        Assert.Equal(4, told.Distinct().Count());
        Assert.Equal(told.Order(StringComparer.Ordinal), told);
    }

    [Theory]
    [InlineData("-BatchSize 0", "BadBatchSize")]
    [InlineData("-MaxFailures 1", "BadMaxFailures")]
    [InlineData("-BatchSize ten", "CannotConvertArgument")]
    [InlineData("-BatchSize 110%", "CannotConvertArgument")]
    [InlineData("-BatchSize -1", "CannotConvertArgument")]
    public async Task Amounts_that_make_no_sense_are_refused_before_anything_happens(string turns, string id)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.StartsWith(id, session.Run($"Set-MoiKey never 1 {turns}").TerminationId, StringComparison.Ordinal);
        Assert.Empty(session.Run("Get-MoiRemote -Filter never").Clean().Output);
    }
}
