using Moi.Bench.Brokers;
using Moi.Bench.Figures;
using Moi.Bench.Fleets;
using Moi.Bench.Reports;
using Moi.Testing;

namespace Moi.Bench.Scenes;

/// <summary>Where a scene plays: a broker, the moid that is measured, and who takes the figures down.</summary>
internal sealed class Stage(IBroker broker, Func<Task<IBroker>> startBroker, MoidBuild build, BenchOptions options, IReadOnlyList<Row> wanted, Recorder recorder, CancellationToken cancel)
{
    private readonly HashSet<string> _wanted = [.. wanted.Select(row => row.Name)];

    /// <summary>The broker.</summary>
    public IBroker Broker => broker;

    /// <summary>The moid.</summary>
    public MoidBuild Build => build;

    /// <summary>What the bench was started with.</summary>
    public BenchOptions Options => options;

    /// <summary>Ends everything.</summary>
    public CancellationToken Cancel => cancel;

    /// <summary>Whether a row is to be measured.</summary>
    public bool Wants(Row row) => _wanted.Contains(row.Name);

    /// <summary>How often a row is measured.</summary>
    public int RunsOf(Row row) => options.Runs ?? (options.IsQuick ? row.QuickRuns : row.Runs);

    /// <summary>Measures a row beside its floor, if it is wanted. One that fails does not keep the others from being measured.</summary>
    /// <param name="row">The row.</param>
    /// <param name="warmUps">How often both are done before they count.</param>
    /// <param name="work">Does the work and gives its figure.</param>
    /// <param name="floor">Does the floor's and gives its figure; null for none.</param>
    /// <param name="note">What else is to be said, asked for after the last run; null for nothing.</param>
    public Task MeasureAsync(Row row, int warmUps, Func<double> work, Func<Task<double>>? floor, Func<string?>? note = null) =>
        MeasureAsync(row, warmUps, () => Task.Run(work, cancel), floor, note);

    /// <inheritdoc cref="MeasureAsync(Row, int, Func{double}, Func{Task{double}}, Func{string})"/>
    public async Task MeasureAsync(Row row, int warmUps, Func<Task<double>> work, Func<Task<double>>? floor, Func<string?>? note = null)
    {
        if (!Wants(row))
        {
            return;
        }

        try
        {
            (Samples values, Samples? least) = await Pairs.MeasureAsync(RunsOf(row), warmUps, work, floor, cancel);
            recorder.Add(new Result(row, broker.Name, values, least, Failure: null, note?.Invoke()));
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            recorder.Add(new Result(row, broker.Name, null, null, failure.Message.ReplaceLineEndings(" "), note?.Invoke()));
        }
    }

    /// <summary>Takes down figures that were measured elsewhere.</summary>
    public void Record(Row row, IReadOnlyList<double> values, string? note = null)
    {
        if (Wants(row))
        {
            recorder.Add(new Result(row, broker.Name, new Samples(values), null, null, note));
        }
    }

    /// <summary>Starts another broker of the same kind.</summary>
    public Task<IBroker> StartBrokerAsync() => startBroker();

    /// <summary>A client that follows who is there.</summary>
    public Task<PresenceWatch> WatchAsync() => PresenceWatch.StartAsync(broker.Port);
}
