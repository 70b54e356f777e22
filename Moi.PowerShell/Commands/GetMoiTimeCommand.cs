using System.Management.Automation;
using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>Reads the clocks of remotes, and compares them with the operator's.</summary>
[Cmdlet(VerbsCommon.Get, "MoiTime")]
[OutputType(typeof(MoiTimeResult))]
public sealed class GetMoiTimeCommand : RemoteCmdlet
{
    private static readonly JsonElement NoArguments = JsonDocument.Parse("{}").RootElement;

    private protected override string AskedVerb => Verb.Clock;

    private protected override JsonElement AskedArguments(Target target) => NoArguments;

    private protected override IEnumerable<object> Convert(Outcome outcome)
    {
        DateTimeOffset time = Answer.TimeOf(outcome);
        Arrival arrival = outcome.Arrival!;
        TimeSpan raw = time - arrival.At;
        yield return new MoiTimeResult
        {
            Address = outcome.Address,
            Name = outcome.Name,
            Id = outcome.Id,
            Time = time,
            Difference = raw + (arrival.RoundTrip / 2),
            RawDifference = raw,
            RoundTrip = arrival.RoundTrip,
        };
    }
}
