using Moi.Protocol.Transport;
using Moi.Protocol.Trust;

namespace Moi.PowerShell.Fleet;

/// <summary>Which fleet, and as whom.</summary>
/// <param name="Broker">How to reach the broker; the client id is chosen by each connection.</param>
/// <param name="TopicRoot">The root of all topics.</param>
/// <param name="Operator">Who asks; a token.</param>
/// <param name="GroupsFolder">Where this fleet's groups are kept.</param>
/// <param name="Silence">How long a remote may say nothing, where a question does not say.</param>
internal sealed record FleetSettings(MqttSessionOptions Broker, string TopicRoot, string Operator, string GroupsFolder, TimeSpan Silence)
{
    /// <summary>What signs the operator's requests; null to leave them unsigned.</summary>
    public OperatorKey? Key { get; init; }

    /// <summary>Where notes are kept of files that were not fetched whole.</summary>
    public string PartsFolder => Path.Combine(Path.GetDirectoryName(GroupsFolder) ?? GroupsFolder, "parts");

    /// <summary>The level of the reply topic that an ACL holds the operator to: the broker's user where it knows one.</summary>
    public string User => Broker.UserName ?? Operator;
}
