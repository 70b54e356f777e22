using Moi.Daemon.Keys;
using Moi.Protocol;
using Moi.Protocol.Messages;
using Moi.Protocol.Transport;

namespace Moi.Daemon.Verbs;

/// <summary>Makes the remote a member of a group, and listens to the group's topic.</summary>
internal sealed class JoinVerb(MqttSession mqtt, Topics topics) : IKeyVerb
{
    public string Name => Verb.Join;

    public IReadOnlyList<KeyChange> ChangesOf(Request request)
    {
        GroupArguments arguments = GroupOf(request);
        return Token.IsValid(arguments.Generation)
            ? [Memberships.Join(arguments.Group, arguments.Generation!)]
            : throw new VerbException(FaultCode.BadRequest, "The request says no generation of the group.");
    }

    public Task AppliedAsync(Request request, CancellationToken cancellationToken) =>
        mqtt.SubscribeAsync(topics.AskGroup(GroupOf(request).Group), MqttQuality.AtLeastOnce, cancellationToken);

    /// <summary>The group that a request names.</summary>
    internal static GroupArguments GroupOf(Request request)
    {
        GroupArguments arguments = Arguments.Of(request, MessageJson.Wire.GroupArguments);
        return Token.IsValid(arguments.Group)
            ? arguments
            : throw new VerbException(FaultCode.BadRequest, "A group's name is made of letters, digits, '-' and '_'.");
    }
}
