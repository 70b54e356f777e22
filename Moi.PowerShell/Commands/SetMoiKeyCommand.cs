using System.Management.Automation;
using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Objects;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>Writes keys on remotes, all of them or none on each.</summary>
[Cmdlet(VerbsCommon.Set, "MoiKey", SupportsShouldProcess = true)]
[OutputType(typeof(MoiKeyResult))]
public sealed class SetMoiKeyCommand : RemoteCmdlet
{
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);

    /// <summary>The key, with -Value beside it; or pairs such as <c>A=1, B=2</c>; or a hashtable.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public object[] Key { get; set; } = [];

    /// <summary>The key's new value. The text <c>null</c> erases the key.</summary>
    [Parameter(Position = 1)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Value { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            KeyValuePairs.Read(Key, MyInvocation.BoundParameters.ContainsKey(nameof(Value)), Value, _values);
        }
        catch (MoiException e)
        {
            ThrowTerminatingError(Errors.BadArgument("BadKeyValue", e.Message, Key));
        }
    }

    private protected override string AskedVerb => Verb.Set;

    private protected override string Action => $"Set {string.Join(", ", _values.Select(pair => $"{pair.Key}={pair.Value.GetRawText()}"))}";

    private protected override JsonElement AskedArguments(Target target) =>
        JsonSerializer.SerializeToElement(new SetArguments { Set = _values }, MessageJson.Wire.SetArguments);

    private protected override IEnumerable<object> Convert(Outcome outcome) =>
    [
        new MoiKeyResult
        {
            Address = outcome.Address,
            Name = outcome.Name,
            Id = outcome.Id,
            Key = [.. _values.Keys],
        },
    ];
}
