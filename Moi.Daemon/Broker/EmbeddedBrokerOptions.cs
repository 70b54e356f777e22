using System.Net;

namespace Moi.Daemon.Broker;

/// <summary>Where an <see cref="EmbeddedBroker"/> listens, who may connect, and its limits.</summary>
public sealed record EmbeddedBrokerOptions
{
    /// <summary>The TCP port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The address to listen on. Anything but a loopback address needs <see cref="UserName"/> and
    /// <see cref="Password"/>.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The one user who may connect. Null lets everybody who reaches the port connect.</summary>
    public string? UserName { get; init; }

    /// <summary>That user's password, not empty.</summary>
    public string? Password { get; init; }

    /// <summary>The largest packet taken from a client, in bytes. MQTT 5 clients are told; one that sends more is
    /// disconnected.</summary>
    public int MaximumPacketSize { get; init; } = 4 * 1024 * 1024;

    /// <summary>How many messages wait for one client before its oldest are dropped. It bounds retained messages on
    /// subscribing too, so it must exceed the size of the fleet.</summary>
    public int MaximumPendingPerClient { get; init; } = 200_000;

    /// <summary>How many clients may be connected at once.</summary>
    public int MaximumConnections { get; init; } = 20_000;

    /// <summary>Above so many clients the log says, once, that the fleet has outgrown this broker.</summary>
    public int ComfortableConnections { get; init; } = 1000;

    /// <summary>How many topics may hold a retained message; publishes to further ones are refused.</summary>
    public int MaximumRetained { get; init; } = 100_000;

    /// <summary>How long a client may take to say CONNECT.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where it listens and for whom; never the password.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Address}:{Port} for {UserName ?? "everybody"}";
}
