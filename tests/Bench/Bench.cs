using Moi.Bench.Brokers;
using Moi.Bench.Figures;
using Moi.Bench.Fleets;
using Moi.Bench.Reports;
using Moi.Bench.Scenes;
using Moi.Testing;

namespace Moi.Bench;

/// <summary>Measures what was asked for, scene by scene, and reports.</summary>
internal static class Bench
{
    private static readonly Scene[] Scenes =
    [
        new MoidScene(),
        new ImportScene(),
        new DaemonScene(4, runAim: null, 100, 1024),
        new AbsentScene(),
        new DaemonScene(20, runAim: 0.3, 10),
        new DaemonScene(50, runAim: 0.6, 10, 100),
        new SwarmScene(1000),
        new ManyAbsentScene(),
        new SwarmScene(10_000),
    ];

    /// <summary>Measures and reports.</summary>
    /// <returns>0, or 1 where a row failed or none was measured.</returns>
    public static async Task<int> RunAsync(BenchOptions options, CancellationToken cancel)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        over.CancelAfter(options.Limit);
        Recorder recorder = new();
        MoidBuild build = await MoidBuild.MakeAsync(over.Token);
        Conditions conditions = Conditions.Now(build.Description);
        try
        {
            foreach (Scene scene in Scenes)
            {
                await PlayAsync(scene, build, options, recorder, over.Token);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Ended early; what was not measured is left out.");
        }

        await ReportAsync(options, conditions, recorder.Results);
        return recorder.Results.Count > 0 && recorder.Results.All(result => result.Failure is null) ? 0 : 1;
    }

    private static async Task PlayAsync(Scene scene, MoidBuild build, BenchOptions options, Recorder recorder, CancellationToken cancel)
    {
        Row[] wanted = [.. scene.Rows.Where(row => IsWanted(row, options))];
        if (wanted.Length == 0)
        {
            return;
        }

        foreach (Func<Task<IBroker>> start in BrokersOf(scene, build, options, cancel))
        {
            await using IBroker broker = await start();
            try
            {
                await scene.PlayAsync(new Stage(broker, start, build, options, wanted, recorder, cancel));
            }
            catch (Exception failure) when (failure is InvalidOperationException or TimeoutException or IOException)
            {
                // Its fleet could not be set up; other scenes need not suffer from that.
                foreach (Row row in wanted.Where(row => !recorder.Results.Any(result => result.Row == row && result.Broker == broker.Name)))
                {
                    recorder.Add(new Result(row, broker.Name, null, null, failure.Message.ReplaceLineEndings(" "), null));
                }
            }
        }
    }

    private static bool IsWanted(Row row, BenchOptions options) =>
        (options.Rows.Count == 0 ? !options.IsQuick || row.QuickRuns > 0 : options.Rows.Any(name => IsCalled(row, name)));

    private static bool IsCalled(Row row, string name) => name.EndsWith('*')
        ? row.Name.StartsWith(name[..^1], StringComparison.Ordinal)
        : row.Name == name;

    private static IEnumerable<Func<Task<IBroker>>> BrokersOf(Scene scene, MoidBuild build, BenchOptions options, CancellationToken cancel)
    {
        (string Name, bool CanBeHad, Func<Task<IBroker>> Start)[] brokers =
        [
            (Mosquitto.Called, MosquittoBroker.IsInstalled, Mosquitto.StartAsync),
            (Embedded.Called, true, () => Embedded.StartAsync(build.Path, cancel)),
        ];
        return brokers
            .Where(broker => broker.CanBeHad && (options.Brokers.Count == 0 || options.Brokers.Contains(broker.Name)))
            .Take(scene.IsForEveryBroker ? brokers.Length : 1)
            .Select(broker => broker.Start);
    }

    private static async Task ReportAsync(BenchOptions options, Conditions conditions, IReadOnlyList<Result> results)
    {
        await Console.Out.WriteLineAsync($"{conditions}\n\n{Table.Of(results)}");
        if (options.Json is { } json)
        {
            await File.WriteAllTextAsync(json, Document.Of(conditions, results).ToString());
        }

        if (options.Svg is { } svg)
        {
            await File.WriteAllTextAsync(svg, Picture.Of(results));
        }
    }
}
