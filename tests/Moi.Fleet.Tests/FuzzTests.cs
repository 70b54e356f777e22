using Moi.Fuzz;

namespace Moi.Fleet.Tests;

/// <summary>A little of what tests/Fuzz does for as long as one likes.</summary>
public sealed class FuzzTests
{
    private const int Seed = 1;

    // Not the recipes: the script that they become is written with PowerShell's help, which is not here.
    public static TheoryData<string> Parsers
    {
        get
        {
            using ParserList all = new();
            return [.. all.Parsers.Select(parser => parser.Name).Where(name => name != "recipe")];
        }
    }

    [Theory]
    [MemberData(nameof(Parsers))]
    public void Whatever_is_made_of_the_corpus_is_read_or_refused_and_nothing_else_happens(string name)
    {
        using ParserList all = new();
        FuzzedParser parser = all.Parsers.Single(parser => parser.Name == name);
        IReadOnlyList<byte[]> corpus = Corpus.Of(name);

        FuzzReport report = new Fuzzer(
            parser, corpus, Seed, new FuzzLimits { Inputs = 1000, Time = TimeSpan.FromSeconds(2), TimeOfOne = TimeSpan.FromSeconds(20) }).Run();

        Assert.InRange(report.Inputs, corpus.Count, 1000);
        Assert.True(report.Findings.Count == 0, string.Join('\n', report.Findings.Select(found => $"{found.What}: {Convert.ToHexString(found.Input)}\n{found.Details}")));
    }

    [Fact]
    public void A_parser_that_fails_is_found_and_what_made_it_fail_is_made_short()
    {
        FuzzedParser fails = new("fails", 1000, input => input.Contains((byte)'{') ? throw new InvalidOperationException("It fails.") : "read");

        FuzzReport report = new Fuzzer(fails, ["abcdefgh"u8.ToArray()], Seed, new FuzzLimits { Inputs = 10_000 }).Run();

        Finding found = Assert.Single(report.Findings);
        Assert.Equal("{"u8.ToArray(), found.Input);
        Assert.Contains(nameof(InvalidOperationException), found.What);
    }

    [Fact]
    public void A_parser_that_does_not_come_to_an_end_is_found()
    {
        using ManualResetEventSlim never = new();
        FuzzedParser hangs = new("hangs", 1000, _ =>
        {
            never.Wait(CancellationToken.None);
            return "read";
        });

        FuzzReport report = new Fuzzer(hangs, [[1]], Seed, new FuzzLimits { Inputs = 1, Endless = TimeSpan.Zero }).Run();
        never.Set();

        Assert.Equal("does not come to an end", Assert.Single(report.Findings).What);
    }

    [Fact]
    public void The_same_seed_makes_the_same_inputs()
    {
        Assert.Equal(Inputs(), Inputs());

        static List<string> Inputs()
        {
            List<string> inputs = [];
            FuzzedParser notes = new("notes", 1000, input =>
            {
                inputs.Add(Convert.ToHexString(input));
                return $"read {input.Length % 7}";
            });
            new Fuzzer(notes, ["some text"u8.ToArray(), "{\"a\":1}"u8.ToArray()], Seed, new FuzzLimits { Inputs = 500, TimeOfOne = TimeSpan.FromMinutes(1) }).Run();
            return inputs;
        }
    }
}
