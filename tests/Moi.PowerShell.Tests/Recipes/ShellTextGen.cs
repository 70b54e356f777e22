using CsCheck;

namespace Moi.PowerShell.Tests.Recipes;

/// <summary>Makes commands with arguments in all places that a shell's grammar has: balanced ones, and heaps of pieces.</summary>
internal static class ShellTextGen
{
    private static readonly string[] Pieces =
    [
        "%1", "%1", "%1", "%1", " ", " ", "'", "\"", "\\", "$(", ")", "`", "${x:-", "}", "$((", "#", "\n", ";", "echo ", "x", "<<E\n", "\nE\n",
        "case a in a) ", ";; esac", "$", "(", "&&", "|", "~", "=", "x=", "{", "[", "1", "<", "if ", "then ", "fi", "f() ", "!",
    ];

    private static readonly string[] Plain = ["%1", "%1", "%1", " ", " ", "x", "echo ", ";", "\n", "#", "\\ ", "=", "x=", ":", " && ", " | ", "$x", "1"];

    private static readonly string[] InSingleQuotes = ["%1", "x", " ", "\"", "$", "(", ")", "`", "#", "\\"];

    private static readonly string[] InDoubleQuotes = ["%1", "x", " ", "'", "#", "\\\"", "\\\\", "\\$", ")", "("];

    /// <summary>Any of them.</summary>
    public static Gen<string> Any { get; } = Gen.Int.Select(seed =>
    {
        Random random = new(seed);
        return random.Next(3) == 0 ? Many(random, 14, () => Of(random, Pieces)) : Balanced(random, 3);
    });

    private static string Balanced(Random random, int depth) => Many(random, 5, () => depth == 0 || random.Next(2) == 0
        ? Of(random, Plain)
        : random.Next(9) switch
        {
            0 => $"'{Many(random, 3, () => Of(random, InSingleQuotes))}'",
            1 or 2 => $"\"{Quoted(random, depth - 1)}\"",
            3 => $"$({Balanced(random, depth - 1)})",
            4 => $"`{Balanced(random, depth - 1)}`",
            5 => $"${{x:-{Balanced(random, depth - 1)}}}",
            6 => $"({Balanced(random, depth - 1)})",
            7 => $"\ncase a in a) {Balanced(random, depth - 1)};; esac\n",
            _ => $"cat <<E\n{Balanced(random, depth - 1)}\nE\n",
        });

    private static string Quoted(Random random, int depth) => Many(random, 4, () => depth == 0 || random.Next(2) == 0
        ? Of(random, InDoubleQuotes)
        : random.Next(3) switch
        {
            0 => $"$({Balanced(random, depth - 1)})",
            1 => $"`{Balanced(random, depth - 1)}`",
            _ => $"${{x:-{Quoted(random, depth - 1)}}}",
        });

    private static string Many(Random random, int most, Func<string> one) =>
        string.Concat(Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => one()));

    private static string Of(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
