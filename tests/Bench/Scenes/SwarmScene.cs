using System.Diagnostics;
using System.Globalization;
using Moi.Bench.Brokers;
using Moi.Bench.Figures;
using Moi.Bench.Fleets;
using Moi.Bench.Floor;
using Moi.Bench.Shell;

namespace Moi.Bench.Scenes;

/// <summary>Many remotes in one or a few processes, each with a connection, keys and a store of its own.</summary>
/// <param name="count">How many.</param>
internal sealed class SwarmScene(int count) : Scene
{
    private const double MostStartSeconds = 60;

    private readonly Row _start = new($"start-{count}", $"a swarm of {count} is online", new Aim(Most: MostStartSeconds)) { Floor = null };

    private readonly Row _memory = new($"memory-{count}", "resident memory of one remote of the swarm", Aim.None)
    {
        Unit = Unit.Mebibytes,
        Floor = null,
    };

    private readonly Row _snapshot = new($"connect-{count}", $"Connect-MoiBroker, {count} remotes known", Aim.None)
    {
        Runs = 5,
        QuickRuns = 2,
        Floor = null,
    };

    private readonly Row _get = new($"get-{count}", $"Get-MoiRemote -Group all, {count} remotes", new Aim(TimesFloor: 2))
    {
        Runs = count > 1000 ? 10 : 20,
        QuickRuns = count > 1000 ? 3 : 10,
    };

    /// <inheritdoc/>
    public override IReadOnlyList<Row> Rows => [_start, _memory, _snapshot, _get];

    /// <summary>The embedded broker says itself that so many are too many for it.</summary>
    public override bool IsForEveryBroker => count <= 1000;

    /// <inheritdoc/>
    public override async Task PlayAsync(Stage stage)
    {
        long start = Stopwatch.GetTimestamp();
        await using Swarm swarm = await Swarm.StartAsync(stage.Build, stage.Broker.Port, 1, count, stage.Cancel);
        stage.Record(_start, [Stopwatch.GetElapsedTime(start).TotalSeconds], swarm.Processes == 1 ? null : $"in {swarm.Processes} processes: a process may have {Swarm.MostOpenFiles} open files here");

        // On another broker: one process may not have enough open files for both.
        await using IBroker floorBroker = await stage.StartBrokerAsync();
        await using FloorFleet floor = await FloorFleet.StartAsync(floorBroker.Port, count, stage.Cancel);
        using OperatorHome home = new(stage.Broker.Port);
        using Session session = new(MoidBuild.ModuleManifest, stage.Cancel);
        session.Run("New-MoiGroup all -TimeoutSeconds 60");

        MessageSizes sizes = await MessageSizes.OfAsync(stage.Broker.Port, () => session.Run("Get-MoiRemote -Group all -TimeoutSeconds 30"));
        await stage.MeasureAsync(
            _get,
            warmUps: count > 1000 ? 2 : 10,
            () => session.Time("Get-MoiRemote -Group all", count),
            () => floor.Operator.AskAsync(new FloorMessage(FloorVerb.Get, sizes.Reply), sizes.Request),
            sizes.ToString);
        await stage.MeasureAsync(_snapshot, warmUps: 1, () => session.Time("Connect-MoiBroker", objects: 0), floor: null);

        double resident = swarm.ResidentMebibytes;
        stage.Record(
            _memory,
            [resident / count],
            string.Create(CultureInfo.InvariantCulture, $"{resident:0} MiB in all; the broker has {new ProcessFacts(stage.Broker.ProcessId).ResidentMebibytes:0} MiB"));
    }
}
