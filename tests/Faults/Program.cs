using System.CommandLine;
using Moi.Faults.Operators;

namespace Moi.Faults;

/// <summary>
/// Runs a storm of faults over a fleet at work, and says which promise was broken, if any. The same program, told to be an
/// operator, is what does the work: a process of its own, so that it can be killed.
/// </summary>
internal static class Program
{
    private static readonly Option<int> Seed = new("--seed", "-s")
    {
        Description = "Where the random choices begin; the same seed makes the same choices.",
        DefaultValueFactory = _ => Random.Shared.Next(1, 1_000_000),
    };

    private static readonly Option<double?> Minutes = new("--minutes", "-m") { Description = "How long faults are injected." };

    private static readonly Option<int?> Count = new("--faults", "-f") { Description = "How many faults are injected; 100 where no time is given either." };

    private static readonly Option<int> Remotes = new("--remotes", "-r")
    {
        Description = "How many moid processes, 1 to 20.",
        DefaultValueFactory = _ => 6,
    };

    private static readonly Option<int> Workers = new("--operators", "-o")
    {
        Description = "How many operator processes, 1 to 8.",
        DefaultValueFactory = _ => 3,
    };

    private static Task<int> Main(string[] arguments)
    {
        if (arguments is [OperatorProcess.Mode, .. var rest])
        {
            return OperatorLife.RunAsync(rest);
        }

        RootCommand root = new("Faults for a fleet at work.") { Seed, Minutes, Count, Remotes, Workers };
        root.SetAction((parsed, stop) => RunAsync(
            new StormOptions
            {
                Seed = parsed.GetValue(Seed),
                Duration = parsed.GetValue(Minutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
                Faults = parsed.GetValue(Count) ?? (parsed.GetValue(Minutes) is null ? 100 : null),
                Remotes = Math.Clamp(parsed.GetValue(Remotes), 1, 20),
                Operators = Math.Clamp(parsed.GetValue(Workers), 1, 8),
            },
            stop));
        return root.Parse(arguments).InvokeAsync();
    }

    private static async Task<int> RunAsync(StormOptions options, CancellationToken stop)
    {
        StormReport report = await Storm.RunAsync(options, Console.Out, stop);
        await Console.Out.WriteLineAsync(report.ToString());
        return report.Broken.Count == 0 ? 0 : 1;
    }
}
