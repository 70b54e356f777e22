using System.Management.Automation;
using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Objects;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>Asks remotes for the values of keys.</summary>
[Cmdlet(VerbsCommon.Get, "MoiRemote")]
[OutputType(typeof(MoiRemote))]
public sealed class GetMoiRemoteCommand : RemoteCmdlet
{
    /// <summary>What every remote is asked for: its clock and the version of its daemon.</summary>
    private static readonly string[] Always = ["time", "moid"];

    private KeyColumns _columns = KeyColumns.None;

    /// <summary>The keys to read; <c>a.b</c> reads a field of an object. Each becomes a property.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] Key { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing() => _columns = KeyColumns.Of(Key, WriteWarning);

    private protected override string AskedVerb => Verb.Get;

    private protected override JsonElement AskedArguments(Target target) => JsonSerializer.SerializeToElement(
        new GetArguments([.. Always, .. Key]), MessageJson.Wire.GetArguments);

    private protected override IEnumerable<object> Convert(Outcome outcome)
    {
        JsonElement[] values = [.. outcome.Reply!.Value!.Value.EnumerateArray()];
        Dictionary<string, object?> keys = new(StringComparer.Ordinal);
        for (int i = 0; i < Key.Length; i++)
        {
            keys[Key[i]] = JsonObject.From(values[Always.Length + i]);
        }

        yield return _columns.AddTo(new MoiRemote
        {
            Address = outcome.Address,
            Name = outcome.Name,
            Id = outcome.Id,
            Time = values[0].GetInt64(),
            Moid = values[1].GetString() ?? string.Empty,
            Online = true,
            Keys = keys,
        });
    }
}
