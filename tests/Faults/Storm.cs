using System.Diagnostics;
using Moi.Faults.Judging;
using Moi.Faults.Operators;
using Moi.Faults.Weather;

namespace Moi.Faults;

/// <summary>Lets operators work while faults happen; when it is over, the judge looks at what is left.</summary>
internal static class Storm
{
    /// <summary>Whatever was shouted at it: several times what one needs that is compiled at run time, as in tests.</summary>
    private const long LargestRemote = 256L * 1024 * 1024;

    private static readonly TimeSpan LongestFinish = Worker.Limit * 2;

    /// <summary>Runs one.</summary>
    /// <param name="options">How large it is.</param>
    /// <param name="progress">Told a line now and then.</param>
    /// <param name="stop">Ends the faults early; what follows is done all the same.</param>
    public static async Task<StormReport> RunAsync(StormOptions options, TextWriter progress, CancellationToken stop)
    {
        long begun = Stopwatch.GetTimestamp();
        await progress.WriteLineAsync($"seed {options.Seed}: {options.Remotes} remotes, {options.Operators} operators");
        await using World world = await World.StartAsync(options);
        Forecast forecast = new(world, new Random(options.Seed));
        await RageAsync(options, forecast, progress, begun, stop);
        await forecast.EndAsync();
        await world.ClearUpAsync();
        await world.AllAreOnlineAsync();

        List<string> broken = [];
        foreach (Desk desk in world.Desks)
        {
            if (!await desk.Operator!.FinishAsync(LongestFinish))
            {
                broken.Add($"the operator {desk.Number} did not finish within {LongestFinish.TotalSeconds} s");
            }
        }

        Judge judge = new(world);
        broken.AddRange(await judge.JudgeAsync());
        broken.AddRange(Remains.OfRunning(world));
        long largest = world.Stations.Max(station => Remains.ResidentMemoryOf(station.Moid.ProcessId));
        if (largest > LargestRemote)
        {
            broken.Add($"a moid holds {largest / 1048576} MB");
        }

        foreach (Station station in world.Stations)
        {
            int code = await station.Moid.TerminateAsync();
            if (code != 0)
            {
                broken.Add($"{station.Id} ended with code {code}");
            }
        }

        broken.AddRange(Remains.OfEnded([.. world.Stations.Select(station => station.Moid.Folder)]));
        return new StormReport(
            options.Seed,
            forecast.Counts,
            judge.Deeds.CountBy(deed => deed.Kind.ToString()).ToDictionary(),
            judge.Deeds.SelectMany(deed => deed.End?.Words ?? []).CountBy(word => word.Word).ToDictionary(),
            broken,
            Stopwatch.GetElapsedTime(begun),
            largest);
    }

    private static async Task RageAsync(StormOptions options, Forecast forecast, TextWriter progress, long begun, CancellationToken stop)
    {
        int told = 0;
        while (!stop.IsCancellationRequested
            && forecast.Total < (options.Faults ?? int.MaxValue)
            && Stopwatch.GetElapsedTime(begun) < (options.Duration ?? TimeSpan.MaxValue))
        {
            await forecast.NextAsync();
            if (forecast.Total / 100 > told)
            {
                told = forecast.Total / 100;
                await progress.WriteLineAsync($"{forecast.Total} faults, {Stopwatch.GetElapsedTime(begun).TotalSeconds:0} s");
            }
        }
    }
}
