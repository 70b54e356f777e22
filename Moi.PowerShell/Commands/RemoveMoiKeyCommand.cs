using System.Management.Automation;
using System.Text.Json;
using Moi.PowerShell.Completion;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Objects;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>Erases keys on remotes, all of them or none on each. A key that is not there is erased already.</summary>
[Cmdlet(VerbsCommon.Remove, "MoiKey", SupportsShouldProcess = true)]
[OutputType(typeof(MoiKeyResult))]
public sealed class RemoveMoiKeyCommand : ChangingCmdlet
{
    /// <summary>The keys.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KeyNameCompleter))]
    public string[] Key { get; set; } = [];

    private protected override string AskedVerb => Verb.Set;

    private protected override string Action => $"Erase {string.Join(", ", Keys)}";

    private protected override JsonElement AskedArguments(Target target) => JsonSerializer.SerializeToElement(
        new SetArguments { Set = Keys.ToDictionary(key => key, _ => JsonValue.Null, StringComparer.Ordinal) },
        MessageJson.Wire.SetArguments);

    private protected override IEnumerable<object> Convert(Outcome outcome) => [MoiKeyResult.Of(outcome, Keys)];

    private IReadOnlyList<string> Keys => [.. Key.Distinct(StringComparer.Ordinal)];
}
