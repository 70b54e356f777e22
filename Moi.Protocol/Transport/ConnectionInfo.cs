using System.Net;

namespace Moi.Protocol.Transport;

/// <summary>One connection to the broker, and what the broker said of itself when it was made.</summary>
public sealed record ConnectionInfo
{
    /// <summary>Counts the connections of a session, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>The version of MQTT that is spoken.</summary>
    public required MqttVersion Version { get; init; }

    /// <summary>How many QoS 1 publishes may be unacknowledged at once; <see cref="MqttSession"/> keeps to
    /// it.</summary>
    public required int ReceiveMaximum { get; init; }

    /// <summary>The largest packet the broker takes, in bytes. Null when it told no limit (it may have one).</summary>
    public long? MaximumPacketSize { get; init; }

    /// <summary>Whether the broker keeps retained messages at all.</summary>
    public required bool RetainAvailable { get; init; }

    /// <summary>Whether filters with wildcards can be subscribed to.</summary>
    public required bool WildcardAvailable { get; init; }

    /// <summary>How often the session shows that it is alive: the asked period, or the broker's own.</summary>
    public required TimeSpan KeepAlive { get; init; }

    /// <summary>This machine's address on the network that leads to the broker.</summary>
    public IPAddress? LocalAddress { get; init; }

    /// <summary>Whether the connection is encrypted.</summary>
    public bool Encrypted { get; init; }
}
