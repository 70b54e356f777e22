using System.Text.RegularExpressions;

namespace Moi.PowerShell.Tests.Help;

/// <summary>about_Moi_Errors lists the ids of all errors, which are found in the source where they are made.</summary>
public sealed partial class ErrorIdTests
{
    /// <summary>A remote that does not match is left out, which is no error.</summary>
    private const string NoError = "NoMatch";

    [Fact]
    public void All_error_ids_are_documented_and_no_others()
    {
        HashSet<string> made =
        [
            .. Find("Moi.PowerShell", MadeId()),
            .. Find("Moi.Protocol/Messages/FaultCode.cs", FaultCodeId()),
            .. MembersOf("Moi.Protocol/Asking/Outcome.cs", "AbsenceKind").Select(kind => $"Remote{kind}"),
            .. MembersOf("Moi.Protocol/Transport/BrokerFailure.cs", "BrokerFailure").Select(kind => $"Broker{kind}"),
        ];
        Assert.True(made.Remove(NoError));

        IEnumerable<string> documented = DocumentedId().Matches(Read("docs/en-US/about_Moi_Errors.md")).Select(match => match.Groups[1].Value);

        Assert.Equal(made.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ids_that_pages_name_are_documented()
    {
        HashSet<string> documented = [.. DocumentedId().Matches(Read("docs/en-US/about_Moi_Errors.md")).Select(match => match.Groups[1].Value)];

        Assert.All(
            HelpPages.All.Commands.SelectMany(page => page.Notes.Items),
            item => Assert.All(NamedId().Matches(item.Text), match => Assert.Contains(match.Groups[1].Value, documented)));
    }

    private static IEnumerable<string> Find(string place, Regex pattern)
    {
        string path = Path.Combine(HelpPages.Repository, place);
        string[] files = Directory.Exists(path)
            ? [.. Directory.GetFiles(path, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal))]
            : [path];
        return files.SelectMany(file => pattern.Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value);
    }

    private static IEnumerable<string> MembersOf(string file, string name)
    {
        string text = Read(file);
        string body = text[text.IndexOf($"enum {name}", StringComparison.Ordinal)..];
        return Member().Matches(body[..body.IndexOf('}', StringComparison.Ordinal)]).Select(match => match.Groups[1].Value);
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(HelpPages.Repository, file));

    /// <summary>An id beside its category, or as the first argument of what makes several kinds.</summary>
    [GeneratedRegex(@"(?:(?<=(?:BadArgument|Demo|FileSourceException)\(\s*)|(?=""\w+"",\s*ErrorCategory\.))""([A-Z][A-Za-z]+)""")]
    private static partial Regex MadeId();

    [GeneratedRegex(@"const string \w+ = ""(\w+)""")]
    private static partial Regex FaultCodeId();

    [GeneratedRegex(@"^\s+(\w+),$", RegexOptions.Multiline)]
    private static partial Regex Member();

    [GeneratedRegex(@"^- `(\w+)`:", RegexOptions.Multiline)]
    private static partial Regex DocumentedId();

    /// <summary>An id in the sentence of a page that begins so.</summary>
    [GeneratedRegex(@"(?<=^(?:Errors:|A remote that does not answer is an error).*)`([A-Z][A-Za-z]+)`")]
    private static partial Regex NamedId();
}
