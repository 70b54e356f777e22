using System.Diagnostics;
using System.Globalization;
using Moi.Bench.Figures;
using Moi.Bench.Fleets;
using Moi.Bench.Shell;
using Moi.Testing;

namespace Moi.Bench.Scenes;

/// <summary>One moid as a device has it: how large it is, how soon it is there, and what it takes while nobody asks.</summary>
internal sealed class MoidScene : Scene
{
    private const double Mebibyte = 1024 * 1024;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private static readonly Row Online = new("online", "moid is online after its start", new Aim(Most: 0.1)) { Runs = 20, QuickRuns = 10, Floor = null };

    private static readonly Row Size = new("size", "moid, the file", Aim.None) { Unit = Unit.Mebibytes, Floor = null };

    private static readonly Row Resident = new("rss", "moid, resident and idle, after a question", new Aim(Most: 15)) { Unit = Unit.Mebibytes, Floor = null };

    private static readonly Row Used = new("rss-used", "the same after a command, which loads the library for SHA-256", Aim.None)
    {
        Unit = Unit.Mebibytes,
        Floor = null,
    };

    private static readonly Row Idle = new("idle", "moid, processor while idle", new Aim(Most: 0.05)) { Unit = Unit.PerCent, Floor = null };

    /// <inheritdoc/>
    public override IReadOnlyList<Row> Rows => [Online, Size, Resident, Used, Idle];

    /// <inheritdoc/>
    public override bool IsForEveryBroker => false;

    /// <inheritdoc/>
    public override async Task PlayAsync(Stage stage)
    {
        stage.Record(Size, [new FileInfo(stage.Build.Path).Length / Mebibyte]);
        await using MoidProcess moid = await MoidProcess.StartAsync(
            new MoidOptions { Program = stage.Build.Path, Name = "r1", Address = "10.20.0.1", BrokerPort = stage.Broker.Port });
        await using PresenceWatch presence = await stage.WatchAsync();
        await stage.MeasureAsync(Online, warmUps: 1, () => RestartAsync(moid, presence), floor: null);

        using OperatorHome home = new(stage.Broker.Port);
        using Session session = new(MoidBuild.ModuleManifest, stage.Cancel);
        ProcessFacts facts = new(moid.ProcessId);
        await RecordMemoryAsync(stage, Resident, facts, () => session.Time("Get-MoiRemote", objects: 1));
        if (stage.Wants(Idle))
        {
            await MeasureIdleAsync(stage, facts);
        }

        await RecordMemoryAsync(stage, Used, facts, () => session.Time("Invoke-MoiRun hostname", objects: 1));
    }

    private static async Task<double> RestartAsync(MoidProcess moid, PresenceWatch presence)
    {
        await moid.TerminateAsync();
        await presence.IsAsync(moid.Name, online: false);
        long start = Stopwatch.GetTimestamp();
        moid.StartAgain();
        await presence.IsAsync(moid.Name, online: true);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task RecordMemoryAsync(Stage stage, Row row, ProcessFacts facts, Action use)
    {
        if (stage.Wants(row))
        {
            use();
            await Task.Delay(Rest, stage.Cancel);
            stage.Record(row, [facts.ResidentMebibytes], string.Create(
                CultureInfo.InvariantCulture, $"{facts.AnonymousMebibytes:0.0} MiB of it its own, the rest mapped from files"));
        }
    }

    private static async Task MeasureIdleAsync(Stage stage, ProcessFacts facts)
    {
        TimeSpan watched = TimeSpan.FromSeconds(stage.Options.IsQuick ? 10 : 30);
        double seconds = facts.ProcessorSeconds;
        Dictionary<string, double> wakeups = facts.Wakeups();
        await Task.Delay(watched, stage.Cancel);
        double used = facts.ProcessorSeconds - seconds;
        stage.Record(Idle, [used / watched.TotalSeconds * 100], string.Create(
            CultureInfo.InvariantCulture, $"{facts.WakeupsSince(wakeups) / watched.TotalSeconds:0.##} wakeups a second over {watched.TotalSeconds:0} s"));
    }
}
