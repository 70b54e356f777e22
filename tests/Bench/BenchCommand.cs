using System.CommandLine;

namespace Moi.Bench;

/// <summary>The command line of the bench.</summary>
internal static class BenchCommand
{
    private static readonly Option<bool> Quick = new("--quick")
    {
        Description = "Takes fewer figures and leaves out what lasts; about three minutes.",
    };

    private static readonly Option<string[]> Rows = List("--rows", "Only these rows, such as get-50,run-20; a name may end in *.");

    private static readonly Option<string[]> Brokers = List("--brokers", "Only these: mosquitto, embedded.");

    private static readonly Option<int?> Runs = new("--runs") { Description = "How often each row is measured." };

    private static readonly Option<string?> Json = new("--json") { Description = "Writes the figures to this file." };

    private static readonly Option<string?> Svg = new("--svg") { Description = "Draws the ratios into this file." };

    private static readonly Option<string?> Pwsh = new("--pwsh")
    {
        Description = "A pwsh to measure the import in; else it is measured in a hosted runspace.",
    };

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = "After how many minutes it ends with what it has.",
        DefaultValueFactory = _ => 45,
    };

    public static void AddTo(RootCommand root)
    {
        foreach (Option option in (Option[])[Quick, Rows, Brokers, Runs, Json, Svg, Pwsh, Limit])
        {
            root.Add(option);
        }

        root.SetAction((arguments, cancel) => Bench.RunAsync(
            new BenchOptions
            {
                IsQuick = arguments.GetValue(Quick),
                Rows = Split(arguments.GetValue(Rows)),
                Brokers = Split(arguments.GetValue(Brokers)),
                Runs = arguments.GetValue(Runs),
                Json = arguments.GetValue(Json),
                Svg = arguments.GetValue(Svg),
                Pwsh = arguments.GetValue(Pwsh),
                Limit = TimeSpan.FromMinutes(arguments.GetValue(Limit)),
            },
            cancel));
    }

    private static Option<string[]> List(string name, string description) =>
        new(name) { Description = description, AllowMultipleArgumentsPerToken = true };

    private static string[] Split(string[]? values) =>
        [.. (values ?? []).SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
}
