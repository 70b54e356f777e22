namespace Moi.Bench.Figures;

/// <summary>Measures two things in turn, so that both meet the same weather.</summary>
internal static class Pairs
{
    /// <summary>Measures.</summary>
    /// <param name="runs">How often each.</param>
    /// <param name="warmUps">How often each before that, uncounted.</param>
    /// <param name="work">Does the work and gives its figure.</param>
    /// <param name="floor">Does the floor's and gives its figure; null for none.</param>
    /// <param name="cancel">Ends it between two runs.</param>
    public static async Task<(Samples Work, Samples? Floor)> MeasureAsync(
        int runs, int warmUps, Func<Task<double>> work, Func<Task<double>>? floor, CancellationToken cancel)
    {
        List<double> works = [];
        List<double> floors = [];
        for (int run = -warmUps; run < runs; run++)
        {
            cancel.ThrowIfCancellationRequested();
            double figure;
            double least = 0;

            // Whoever comes second meets what the first has left behind, so they take turns in that too.
            if (run % 2 == 0)
            {
                figure = await work();
                least = floor is null ? 0 : await floor();
            }
            else
            {
                least = floor is null ? 0 : await floor();
                figure = await work();
            }

            if (run >= 0)
            {
                works.Add(figure);
                floors.Add(least);
            }
        }

        return (new Samples(works), floor is null ? null : new Samples(floors));
    }
}
