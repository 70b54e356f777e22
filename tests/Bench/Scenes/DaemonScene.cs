using Moi.Bench.Figures;
using Moi.Bench.Fleets;
using Moi.Bench.Floor;
using Moi.Bench.Shell;

namespace Moi.Bench.Scenes;

/// <summary>Some moid processes: they are asked, run a command, and take files.</summary>
internal sealed class DaemonScene : Scene
{
    private const int Mebibyte = 1024 * 1024;

    private readonly int _count;
    private readonly Row _get;
    private readonly Row? _run;
    private readonly (Row Row, int Mebibytes)[] _files;

    /// <summary>Makes one.</summary>
    /// <param name="count">How many processes.</param>
    /// <param name="runAim">How many seconds a run of <c>hostname</c> may take; null where that is not measured.</param>
    /// <param name="mebibytes">The sizes of the files.</param>
    public DaemonScene(int count, double? runAim, params int[] mebibytes)
    {
        _count = count;
        _get = new Row($"get-{count}", $"Get-MoiRemote -Group all, {count} remotes", new Aim(TimesFloor: 2)) { Runs = 50, QuickRuns = 20 };
        _run = runAim is null ? null : new Row($"run-{count}", $"Invoke-MoiRun hostname, {count} remotes", new Aim(Most: runAim))
        {
            Runs = 10,
            QuickRuns = 5,
            Floor = "bare MQTTnet that starts /bin/sh",
        };
        _files = [.. mebibytes.Select(size => (FileRow(count, size), size))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Row> Rows => [_get, .. _run is null ? Array.Empty<Row>() : [_run], .. _files.Select(file => file.Row)];

    /// <inheritdoc/>
    public override async Task PlayAsync(Stage stage)
    {
        await using MoidFleet fleet = await MoidFleet.StartAsync(stage.Build, stage.Broker.Port, _count, stage.Cancel);
        await using FloorFleet floor = await FloorFleet.StartAsync(stage.Broker.Port, _count, stage.Cancel);
        using OperatorHome home = new(stage.Broker.Port);
        using Session session = new(MoidBuild.ModuleManifest, stage.Cancel);
        session.Run("New-MoiGroup all");

        MessageSizes get = await SizesAsync(stage, session, "Get-MoiRemote -Group all");
        await stage.MeasureAsync(
            _get,
            warmUps: 30,
            () => session.Time("Get-MoiRemote -Group all", _count),
            () => floor.Operator.AskAsync(new FloorMessage(FloorVerb.Get, get.Reply), get.Request),
            get.ToString);

        if (_run is not null)
        {
            MessageSizes run = await SizesAsync(stage, session, "Invoke-MoiRun hostname -Group all");
            await stage.MeasureAsync(
                _run,
                warmUps: 1,
                () => session.Time("Invoke-MoiRun hostname -Group all", _count),
                () => floor.Operator.AskAsync(new FloorMessage(FloorVerb.Run, run.Reply), run.Request),
                run.ToString);
        }

        foreach ((Row row, int mebibytes) in _files.Where(file => stage.Wants(file.Row)))
        {
            await SendAsync(stage, row, mebibytes, session, floor.Operator, fleet);
        }
    }

    private static Row FileRow(int count, int mebibytes) => new(
        $"send-{mebibytes}-{count}",
        $"Send-MoiFile of {mebibytes} MiB, {count} remotes",
        new Aim(TimesFloor: 2))
    {
        Runs = mebibytes > 100 || (mebibytes == 100 && count > 4) ? 3 : 5,
        QuickRuns = (long)mebibytes * count > 500 ? 0 : 3,
        Floor = "bare MQTTnet that hashes, writes and flushes",
    };

    private static Task<MessageSizes> SizesAsync(Stage stage, Session session, string script) =>
        MessageSizes.OfAsync(stage.Broker.Port, () => session.Run(script));

    private async Task SendAsync(Stage stage, Row row, int mebibytes, Session session, FloorOperator floor, MoidFleet fleet)
    {
        const int ReplyLength = 300;
        using BenchFile file = new((long)mebibytes * Mebibyte);
        using MemoryWatch memory = new([Environment.ProcessId, .. fleet.Moids.Select(moid => moid.ProcessId)]);
        await stage.MeasureAsync(
            row,
            warmUps: mebibytes > 100 ? 0 : 1,
            () =>
            {
                // The same file would be in place already.
                file.Change();
                return memory.During(() => session.Time($"Send-MoiFile '{file.Path}' tmp -Group all", _count));
            },
            () => floor.SendAsync(file.Path, ReplyLength),
            () => memory.Describe());
    }
}
