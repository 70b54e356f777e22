using System.Management.Automation;
using System.Text.Json;
using Moi.PowerShell.Completion;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Objects;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>Writes keys on remotes, all of them or none on each.</summary>
[Cmdlet(VerbsCommon.Set, "MoiKey", SupportsShouldProcess = true)]
[OutputType(typeof(MoiKeyResult))]
public sealed class SetMoiKeyCommand : ChangingCmdlet
{
    private KeyChanges _changes = KeyChanges.None;

    /// <summary>The key, with -Value beside it; or pairs such as <c>A=1, B=2</c>; or a hashtable. With -Add or -Remove, keys that hold arrays.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KeyNameCompleter))]
    public object[] Key { get; set; } = [];

    /// <summary>
    /// The key's new value. The text <c>null</c> erases the key. A number that is not written as JSON writes it, such as 1.10 or
    /// 007, is a text.
    /// </summary>
    [Parameter(Position = 1)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [LiteralTransformation]
    public object? Value { get; set; }

    /// <summary>Elements to add to the array under the key, each unless it is there already. A missing key becomes an array.</summary>
    [Parameter]
    [ValidateNotNull]
    [LiteralTransformation]
    public object[]? Add { get; set; }

    /// <summary>Elements to take out of the array under the key, where they are in it.</summary>
    [Parameter]
    [ValidateNotNull]
    [LiteralTransformation]
    public object[]? Remove { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        bool hasValue = MyInvocation.BoundParameters.ContainsKey(nameof(Value));
        try
        {
            _changes = Add is null && Remove is null
                ? KeyChanges.Of(Key, hasValue, Value)
                : KeyChanges.OfElements(Key, hasValue, Add ?? [], Remove ?? []);
        }
        catch (MoiException e)
        {
            ThrowTerminatingError(Errors.BadArgument("BadKeyValue", e.Message, Key));
        }

        Session.SeenKeys.Add(_changes.Keys);
    }

    private protected override string AskedVerb => Verb.Set;

    private protected override string Action => _changes.Describe();

    private protected override JsonElement AskedArguments(Target target) =>
        JsonSerializer.SerializeToElement(_changes.Arguments, MessageJson.Wire.SetArguments);

    private protected override IEnumerable<object> Convert(Outcome outcome) => [MoiKeyResult.Of(outcome, _changes.Keys)];
}
