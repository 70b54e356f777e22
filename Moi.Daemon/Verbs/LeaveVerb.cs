using Moi.Daemon.Keys;
using Moi.Protocol;
using Moi.Protocol.Messages;
using Moi.Protocol.Transport;

namespace Moi.Daemon.Verbs;

/// <summary>Ends the remote's membership of a group. One that is no member has nothing to end, which is no fault.</summary>
internal sealed class LeaveVerb(MqttSession mqtt, Topics topics) : IKeyVerb
{
    public string Name => Verb.Leave;

    public IReadOnlyList<KeyChange> ChangesOf(Request request) => [Memberships.Leave(JoinVerb.GroupOf(request).Group)];

    public Task AppliedAsync(Request request, CancellationToken cancellationToken) =>
        mqtt.UnsubscribeAsync(topics.AskGroup(JoinVerb.GroupOf(request).Group), cancellationToken);
}
