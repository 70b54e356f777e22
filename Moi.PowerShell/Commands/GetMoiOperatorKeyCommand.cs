using System.Management.Automation;
using Moi.PowerShell.Completion;

namespace Moi.PowerShell.Commands;

/// <summary>Lists the operator's keys with their public parts, which are what devices are given. Nothing secret is shown.</summary>
[Cmdlet(VerbsCommon.Get, "MoiOperatorKey")]
[OutputType(typeof(MoiOperatorKey))]
public sealed class GetMoiOperatorKeyCommand : OperatorKeyCmdlet
{
    /// <summary>Only these keys; wildcards may be used.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(OperatorKeyNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        IReadOnlyList<string> all = Files.Names;
        HashSet<string> shown = new(StringComparer.Ordinal);
        foreach (string name in Name)
        {
            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            List<string> matching = [.. all.Where(pattern.IsMatch)];
            if (matching.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(Errors.OperatorKeyNotFound(name, Files.PathOf(name)));
            }

            foreach (string found in matching.Where(shown.Add))
            {
                if (Describe(found) is { } key)
                {
                    WriteObject(key);
                }
            }
        }
    }
}
