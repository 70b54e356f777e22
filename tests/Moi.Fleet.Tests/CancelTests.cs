using System.Globalization;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Asking;
using Moi.Protocol.Filters;
using Moi.Protocol.Messages;
using Moi.Protocol.Transport;
using Moi.Testing;
using static Moi.Fleet.Tests.FleetBench;

namespace Moi.Fleet.Tests;

/// <summary>An asker that goes away before all have answered.</summary>
public sealed class CancelTests
{
    private const string Sleep = "echo $$ >> pid; exec sleep 600";

    [Fact]
    public async Task One_who_stops_taking_answers_tells_those_still_at_work_to_end()
    {
        await using FleetBench bench = await FleetBench.StartAsync(2);
        await using FleetConnection fleet = await bench.ConnectAsync();

        await foreach (AskEvent _ in fleet.AskAsync(Run(fleet, Sleep) with { IsCancelled = true }))
        {
            if (bench.LinesOf("r0", "pid").Length == 1 && bench.LinesOf("r1", "pid").Length == 1)
            {
                break;
            }
        }

        await EndsAsync(bench, "r0");
        await EndsAsync(bench, "r1");
    }

    [Fact]
    public async Task So_does_one_who_is_cancelled_though_the_keys_no_longer_match()
    {
        await using FleetBench bench = await FleetBench.StartAsync(1);
        await using FleetConnection fleet = await bench.ConnectAsync();
        Question run = Run(fleet, Sleep) with { Target = new Selection { Filter = Filter.Parse("stage.not.1") }.Resolve(fleet.Presence), IsCancelled = true };
        using CancellationTokenSource stop = new();
        Task asking = TakeAllAsync(fleet, run, stop.Token);
        await Eventually.Holds(() => bench.LinesOf("r0", "pid").Length == 1);
        await OutcomesAsync(fleet, Ask(fleet, Verb.Set, """{"set":{"stage":1}}"""));

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await EndsAsync(bench, "r0");
    }

    [Fact]
    public async Task A_question_that_is_not_to_be_cancelled_goes_on_without_its_asker()
    {
        await using FleetBench bench = await FleetBench.StartAsync(1);
        await using FleetConnection fleet = await bench.ConnectAsync();
        using CancellationTokenSource stop = new();
        Task asking = TakeAllAsync(fleet, Run(fleet, "echo $$ >> pid; while [ ! -e go ]; do sleep 0.01; done; echo over >> over"), stop.Token);
        await Eventually.Holds(() => bench.LinesOf("r0", "pid").Length == 1);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await OutcomesAsync(fleet, Get(fleet));
        bench.Touch("r0", "go");

        await Eventually.Holds(() => bench.LinesOf("r0", "over").Length == 1);
    }

    [Fact]
    public async Task Those_still_at_work_when_the_time_is_up_are_told_to_end()
    {
        await using FleetBench bench = await FleetBench.StartAsync(1);
        await using FleetConnection fleet = await bench.ConnectAsync();
        Question run = Run(fleet, Sleep);
        run = run with { IsCancelled = true, Roll = run.Roll with { Total = TimeSpan.FromSeconds(2) } };

        Outcome outcome = Assert.Single(await OutcomesAsync(fleet, run));

        Assert.Equal(AbsenceKind.OutOfTime, outcome.Absence!.Kind);
        await EndsAsync(bench, "r0");
    }

    [Fact]
    public async Task A_connection_lasts_as_long_as_somebody_holds_it()
    {
        await using FleetBench bench = await FleetBench.StartAsync(1);
        FleetConnection fleet = await bench.ConnectAsync();
        IAsyncDisposable held = fleet.Hold();

        await fleet.DisposeAsync();
        Assert.True(Assert.Single(await OutcomesAsync(fleet, Get(fleet))).Succeeded);
        await held.DisposeAsync();

        Assert.False(fleet.IsConnected);
        Assert.Throws<BrokerException>(() => fleet.Hold());
    }

    private static async Task TakeAllAsync(FleetConnection fleet, Question question, CancellationToken stop)
    {
        await foreach (AskEvent _ in fleet.AskAsync(question, stop))
        {
        }
    }

    private static Task EndsAsync(FleetBench bench, string id)
    {
        int process = int.Parse(bench.LinesOf(id, "pid").Single(), CultureInfo.InvariantCulture);
        return Eventually.Holds(() => !File.Exists($"/proc/{process}/cmdline") || File.ReadAllText($"/proc/{process}/cmdline").Length == 0, $"the command of {id} ends");
    }
}
