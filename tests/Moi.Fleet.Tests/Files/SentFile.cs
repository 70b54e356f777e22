using System.Text.Json;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.Fleet.Tests.Files;

/// <summary>What came of sending a file.</summary>
/// <param name="Outcomes">By the remotes' names.</param>
/// <param name="Messages">How many block messages were sent.</param>
internal sealed record SentFile(IReadOnlyDictionary<string, Outcome> Outcomes, long Messages)
{
    public PushValue ValueOf(string name) => Outcomes[name] is { Succeeded: true, Reply.Value: { } value }
        ? value.Deserialize(MessageJson.Wire.PushValue)!
        : throw new InvalidOperationException($"{name}: {Outcomes[name].Absence} {Outcomes[name].Reply?.Error}");

    public Fault FaultOf(string name) => Outcomes[name].Reply!.Error!;
}
