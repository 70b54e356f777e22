using Moi.Bench.Figures;

namespace Moi.Bench.Reports;

/// <summary>Takes results down, and shows each as it comes.</summary>
internal sealed class Recorder
{
    private readonly List<Result> _results = [];

    /// <summary>All of them, in order.</summary>
    public IReadOnlyList<Result> Results => _results;

    /// <summary>Takes one down.</summary>
    public void Add(Result result)
    {
        _results.Add(result);
        Console.Error.WriteLine(result switch
        {
            { Failure: { } failure } => $"{result.Row.Name} on {result.Broker} failed: {failure}",
            { Floor: { } floor } => $"{result.Row.Name} on {result.Broker}: {Figure.Show(result.Values!.Median, result.Row.Unit)}, floor {Figure.Show(floor.Median, result.Row.Unit)}",
            _ => $"{result.Row.Name} on {result.Broker}: {Figure.Show(result.Values!.Median, result.Row.Unit)}",
        });
    }
}
