using System.Management.Automation;
using System.Management.Automation.Language;

namespace Moi.PowerShell.Completion;

/// <summary>What completes a word.</summary>
internal static class Completions
{
    /// <summary>Those that begin with the word, whatever their case; wildcards in it count.</summary>
    /// <param name="word">What is typed so far, perhaps in quotes.</param>
    /// <param name="known">What there is, in the order in which it is offered.</param>
    /// <param name="name">What is completed to.</param>
    /// <param name="tooltip">What is said of it.</param>
    public static IEnumerable<CompletionResult> Of<T>(string? word, IEnumerable<T> known, Func<T, string> name, Func<T, string> tooltip)
    {
        WildcardPattern pattern = WildcardPattern.Get((word ?? string.Empty).Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        return known.Where(one => pattern.IsMatch(name(one))).Select(one =>
            new CompletionResult(Quoted(name(one)), name(one), CompletionResultType.ParameterValue, tooltip(one)));
    }

    private static string Quoted(string name) =>
        name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.')
            ? name
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";
}
