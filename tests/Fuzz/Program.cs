using System.CommandLine;
using System.Globalization;

namespace Moi.Fuzz;

/// <summary>Fuzzes every parser in turn, and says what one of them did not stand, if any.</summary>
internal static class Program
{
    private static readonly Option<int> Seed = new("--seed", "-s")
    {
        Description = "Where the random choices begin; the same seed makes the same inputs.",
        DefaultValueFactory = _ => Random.Shared.Next(1, 1_000_000),
    };

    private static readonly Option<double> Seconds = new("--seconds")
    {
        Description = "How long in all, in equal parts for each parser.",
        DefaultValueFactory = _ => 60,
    };

    private static readonly Option<string?> Parser = new("--parser", "-p") { Description = "Only this parser." };

    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "Where the inputs of findings are written.",
        DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "moi-fuzz"),
    };

    private static int Main(string[] arguments)
    {
        RootCommand root = new("What nobody would send in good faith, for every parser.") { Seed, Seconds, Parser, Output };
        root.SetAction(parsed => Run(
            parsed.GetValue(Seed), parsed.GetValue(Seconds), parsed.GetValue(Parser), parsed.GetValue(Output)!));
        return root.Parse(arguments).Invoke();
    }

    private static int Run(int seed, double seconds, string? only, string output)
    {
        using ParserList all = new();
        IReadOnlyList<FuzzedParser> parsers = [.. all.Parsers.Where(parser => only is null || parser.Name == only)];
        if (parsers.Count == 0)
        {
            Console.Error.WriteLine($"There is no parser '{only}'; there are {string.Join(", ", all.Parsers.Select(parser => parser.Name))}.");
            return 2;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        FuzzLimits limits = new() { Time = TimeSpan.FromSeconds(seconds / parsers.Count) };
        int found = 0;
        foreach (FuzzedParser parser in parsers)
        {
            FuzzReport report = new Fuzzer(parser, Corpus.Of(parser.Name), seed, limits).Run();
            Console.WriteLine(report);
            foreach (Finding finding in report.Findings)
            {
                found++;
                Console.WriteLine(Kept(finding, output, found));
            }
        }

        return found == 0 ? 0 : 1;
    }

    /// <summary>Writes the input of a finding to a file, and says where it is.</summary>
    private static string Kept(Finding finding, string folder, int number)
    {
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{finding.Parser}-{finding.Seed}-{number}"));
        File.WriteAllBytes(file, finding.Input);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  {finding.What}\n  seed {finding.Seed}, input {finding.Number}, {finding.Input.Length} bytes in {file}\n{finding.Details}");
    }
}
