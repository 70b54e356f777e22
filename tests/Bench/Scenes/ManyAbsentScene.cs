using Moi.Bench.Figures;
using Moi.Bench.Fleets;
using Moi.Bench.Shell;
using Moi.Testing;

namespace Moi.Bench.Scenes;

/// <summary>A thousand remotes, a hundred of which the broker knows to be gone.</summary>
internal sealed class ManyAbsentScene : Scene
{
    private const int There = 900;
    private const int Away = 100;

    private static readonly Row Offline = new("offline-1000", "Get-MoiRemote -Group all, 100 of 1000 offline", new Aim(TimesFloor: 1.25))
    {
        Runs = 20,
        QuickRuns = 10,
        Floor = "the same with the 900 alone",
    };

    /// <inheritdoc/>
    public override IReadOnlyList<Row> Rows => [Offline];

    /// <inheritdoc/>
    public override async Task PlayAsync(Stage stage)
    {
        await using Swarm there = await Swarm.StartAsync(stage.Build, stage.Broker.Port, 1, There, stage.Cancel);
        using OperatorHome home = new(stage.Broker.Port);
        using Session session = new(MoidBuild.ModuleManifest, stage.Cancel);
        session.Run("New-MoiGroup healthy -TimeoutSeconds 60");
        await using Swarm away = await Swarm.StartAsync(stage.Build, stage.Broker.Port, There + 1, Away, stage.Cancel);
        session.Run("New-MoiGroup all -TimeoutSeconds 60");

        await using PresenceWatch presence = await stage.WatchAsync();
        away.Kill();
        for (int number = There + 1; number <= There + Away; number++)
        {
            await presence.IsAsync($"hobbit-{number}", online: false);
        }

        await stage.MeasureAsync(
            Offline,
            warmUps: 5,
            () => session.Time("Get-MoiRemote -Group all", There, Away),
            () => Task.Run(() => session.Time("Get-MoiRemote -Group healthy", There)));
    }
}
