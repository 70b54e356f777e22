using Moi.Bench.Figures;
using Moi.Bench.Fleets;
using Moi.Bench.Shell;
using Moi.Testing;

namespace Moi.Bench.Scenes;

/// <summary>Twenty moid processes, two of which are away: gone, and the broker knows; or frozen, and it does not.</summary>
internal sealed class AbsentScene : Scene
{
    private const int Count = 20;
    private const int Away = 2;
    private const double Silence = 2;

    private static readonly Row Offline = new("offline-20", "Get-MoiRemote -Group all, 2 of 20 offline", new Aim(TimesFloor: 1.25))
    {
        Runs = 50,
        QuickRuns = 20,
        Floor = "the same with the 18 alone",
    };

    private static readonly Row Hung = new("hung-20", "Get-MoiRemote -Group all, 2 of 20 hung", new Aim(Most: Silence * 1.1))
    {
        Runs = 5,
        QuickRuns = 2,
        Floor = null,
    };

    /// <inheritdoc/>
    public override IReadOnlyList<Row> Rows => [Hung, Offline];

    /// <inheritdoc/>
    public override async Task PlayAsync(Stage stage)
    {
        await using MoidFleet fleet = await MoidFleet.StartAsync(stage.Build, stage.Broker.Port, Count, stage.Cancel);
        using OperatorHome home = new(stage.Broker.Port);
        using Session session = new(MoidBuild.ModuleManifest, stage.Cancel);
        MoidProcess[] away = [.. fleet.Moids.Take(Away)];
        session.Run("New-MoiGroup all");
        session.Run($"New-MoiGroup healthy -Remote {string.Join(',', fleet.Moids.Skip(Away).Select(moid => moid.Name))}");

        Array.ForEach(away, moid => moid.Freeze());
        await stage.MeasureAsync(Hung, warmUps: 0, () => session.Time("Get-MoiRemote -Group all", Count - Away, Away), floor: null);

        foreach (MoidProcess moid in away)
        {
            await moid.KillAsync();
        }

        await stage.MeasureAsync(
            Offline,
            warmUps: 20,
            () => session.Time("Get-MoiRemote -Group all", Count - Away, Away),
            () => Task.Run(() => session.Time("Get-MoiRemote -Group healthy", Count - Away)));
    }
}
