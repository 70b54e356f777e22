namespace Moi.Protocol.Transport;

/// <summary>What is known of a message once it is published.</summary>
public enum PublishOutcome
{
    /// <summary>QoS 0: handed to the network, no answer exists.</summary>
    Sent,

    /// <summary>QoS 1: the broker has taken it.</summary>
    Accepted,

    /// <summary>QoS 1 on MQTT 5: the broker has taken it and says that nobody subscribes to its topic. A broker need
    /// not say so, and MQTT 3.1.1 cannot: <see cref="Accepted"/> promises no subscriber.</summary>
    NoSubscribers,
}
