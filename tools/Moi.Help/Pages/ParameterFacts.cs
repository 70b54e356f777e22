using Markdig.Syntax;

namespace Moi.Help.Pages;

/// <summary>What a page says of a parameter in some parameter sets, or in all.</summary>
/// <param name="Type">The short name of its type.</param>
/// <param name="ParameterSets">The parameter sets; <see cref="AllSets"/> alone for all.</param>
/// <param name="Aliases">Its other names.</param>
/// <param name="AcceptedValues">The values it takes, where it takes only some.</param>
/// <param name="IsRequired">Whether it must be given.</param>
/// <param name="Position">Where it stands among those given without a name, or <c>Named</c>.</param>
/// <param name="Default">What holds where it is not given; <c>None</c> for nothing.</param>
/// <param name="PipelineInput"><c>False</c>, or <c>True</c> with how.</param>
/// <param name="AcceptsWildcards">Whether wildcards may be used.</param>
internal sealed record ParameterFacts(
    string Type,
    IReadOnlyList<string> ParameterSets,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> AcceptedValues,
    bool IsRequired,
    string Position,
    string Default,
    string PipelineInput,
    bool AcceptsWildcards)
{
    /// <summary>How all parameter sets are written.</summary>
    public const string AllSets = "(All)";

    /// <summary>How a parameter is written that is only given by its name.</summary>
    public const string Named = "Named";

    private static readonly string[] Needed =
    [
        "Type", "Parameter Sets", "Aliases", "Required", "Position", "Default value", "Accept pipeline input", "Accept wildcard characters",
    ];

    /// <summary>Whether it has no value of its own.</summary>
    public bool IsSwitch => Type == "SwitchParameter";

    /// <summary>Reads them.</summary>
    /// <exception cref="HelpPageException">Something is missing, or should not be there.</exception>
    public static ParameterFacts Of(Section section, FencedCodeBlock block)
    {
        IReadOnlyDictionary<string, string> pairs = Pairs.Of(section.File, block);
        if (Needed.FirstOrDefault(name => !pairs.ContainsKey(name)) is { } missing)
        {
            throw section.Wrong(block, $"'{missing}:' is missing");
        }

        if (pairs.Keys.FirstOrDefault(name => name != "Accepted values" && !Needed.Contains(name)) is { } unknown)
        {
            throw section.Wrong(block, $"'{unknown}' is nothing that is said of parameters");
        }

        return new ParameterFacts(
            pairs["Type"],
            ListOf(pairs["Parameter Sets"]),
            ListOf(pairs["Aliases"]),
            ListOf(pairs.GetValueOrDefault("Accepted values", string.Empty)),
            Bool("Required"),
            pairs["Position"],
            pairs["Default value"],
            pairs["Accept pipeline input"],
            Bool("Accept wildcard characters"));

        bool Bool(string name) => pairs[name] switch
        {
            "True" => true,
            "False" => false,
            var other => throw section.Wrong(block, $"'{name}:' is True or False, not '{other}'"),
        };
    }

    private static string[] ListOf(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
