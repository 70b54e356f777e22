using System.Globalization;
using Moi.Bench.Figures;
using Moi.Bench.Fleets;
using Moi.Bench.Shell;

namespace Moi.Bench.Scenes;

/// <summary>A new PowerShell process: it imports the module, and asks for the first time, which connects.</summary>
internal sealed class ImportScene : Scene
{
    private const int Count = 4;

    private static readonly Row Import = new("import", "Import-Module in a new process", new Aim(Most: 0.15)) { Runs = 10, QuickRuns = 5, Floor = null };

    private static readonly Row First = new("first", "the first Get-MoiRemote, which connects, 4 remotes", new Aim(Most: 0.1)) { Runs = 10, QuickRuns = 5, Floor = null };

    /// <inheritdoc/>
    public override IReadOnlyList<Row> Rows => [Import, First];

    /// <inheritdoc/>
    public override bool IsForEveryBroker => false;

    /// <inheritdoc/>
    public override async Task PlayAsync(Stage stage)
    {
        await using MoidFleet fleet = await MoidFleet.StartAsync(stage.Build, stage.Broker.Port, Count, stage.Cancel);
        using OperatorHome home = new(stage.Broker.Port);
        List<double> imports = [];
        List<double> firsts = [];
        for (int run = -1; run < Math.Max(stage.RunsOf(Import), stage.RunsOf(First)); run++)
        {
            (double import, double first) = await ProbeAsync(stage);
            if (run >= 0)
            {
                imports.Add(import);
                firsts.Add(first);
            }
        }

        string where = stage.Options.Pwsh is null ? "in a hosted runspace" : "in pwsh";
        stage.Record(Import, imports, where);
        stage.Record(First, firsts, where);
    }

    private static async Task<(double Import, double First)> ProbeAsync(Stage stage)
    {
        await using Child probe = stage.Options.Pwsh is { } pwsh
            ? Child.Start(null, pwsh, "-NoProfile", "-NonInteractive", "-Command", ProbeScript.Of(MoidBuild.ModuleManifest))
            : Child.Start(null, Environment.ProcessPath!, "probe", MoidBuild.ModuleManifest);
        string[] figures = (await probe.FirstLineAsync(stage.Cancel)).Split(' ');
        return (double.Parse(figures[0], CultureInfo.InvariantCulture), double.Parse(figures[1], CultureInfo.InvariantCulture));
    }
}
