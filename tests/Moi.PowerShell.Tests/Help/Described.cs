using System.Management.Automation;
using System.Text.RegularExpressions;
using Moi.Help.Pages;

namespace Moi.PowerShell.Tests.Help;

/// <summary>What holds of a parameter in one parameter set, said by the command or by its page.</summary>
internal sealed partial record Described(
    string Name, string Type, bool IsRequired, string Position, string PipelineInput, bool AcceptsWildcards, string Aliases, string Values)
{
    public static Described By(CmdletInfo command, CommandParameterInfo parameter)
    {
        ParameterMetadata metadata = command.Parameters[parameter.Name];
        return new Described(
            parameter.Name,
            TypeName(parameter.ParameterType),
            parameter.IsMandatory,
            parameter.Position < 0 ? ParameterFacts.Named : $"{parameter.Position}",
            parameter.ValueFromPipeline ? "True (ByValue)" : "False",
            metadata.Attributes.OfType<SupportsWildcardsAttribute>().Any(),
            string.Join(", ", parameter.Aliases),
            ValuesOf(parameter.ParameterType, metadata));
    }

    public static Described By(Parameter parameter, string parameterSet)
    {
        ParameterFacts facts = parameter.Facts.Single(
            facts => facts.ParameterSets is [ParameterFacts.AllSets] || facts.ParameterSets.Contains(parameterSet));
        return new Described(
            parameter.Name,
            facts.Type,
            facts.IsRequired,
            facts.Position,
            facts.PipelineInput,
            facts.AcceptsWildcards,
            string.Join(", ", facts.Aliases),
            string.Join(", ", facts.AcceptedValues));
    }

    /// <summary>The parts of a line of syntax, in the order of the alphabet.</summary>
    public static IReadOnlyList<string> Syntax(string line) =>
        [.. SyntaxPart().Matches(line).Select(match => match.Value).Order(StringComparer.Ordinal)];

    /// <summary>The parts that a parameter set's line of syntax has to have.</summary>
    public static IReadOnlyList<string> Syntax(CmdletInfo command, CommandParameterSetInfo set) =>
    [
        .. set.Parameters
            .Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name))
            .Select(PartOf)
            .Append("[<CommonParameters>]")
            .Append(command.Name)
            .Order(StringComparer.Ordinal),
    ];

    private static string PartOf(CommandParameterInfo parameter)
    {
        string name = parameter.Position < 0 ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
        string whole = parameter.ParameterType == typeof(SwitchParameter) ? name : $"{name} <{TypeName(parameter.ParameterType)}>";
        return parameter.IsMandatory ? whole : $"[{whole}]";
    }

    private static string ValuesOf(Type type, ParameterMetadata metadata) =>
        metadata.Attributes.OfType<ValidateSetAttribute>().SingleOrDefault() is { } set ? string.Join(", ", set.ValidValues)
        : type.IsEnum ? string.Join(", ", Enum.GetNames(type))
        : string.Empty;

    private static string TypeName(Type type) => (Nullable.GetUnderlyingType(type) ?? type).Name;

    /// <summary>A command's name, or a parameter with everything around it up to the next blank outside of brackets.</summary>
    [GeneratedRegex(@"\[\[-\w+\] <[^>]+>\]|\[-\w+\] <[^>]+>|\[-\w+ <[^>]+>\]|-\w+ <[^>]+>|\[-\w+\]|\[<\w+>\]|^[\w-]+")]
    private static partial Regex SyntaxPart();
}
