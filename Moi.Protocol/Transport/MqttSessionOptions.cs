namespace Moi.Protocol.Transport;

/// <summary>Where the broker is, who we are to it, and how patient a <see cref="MqttSession"/> is.</summary>
public sealed record MqttSessionOptions
{
    /// <summary>The default of <see cref="MaximumPacketSize"/>: 1 MiB of payload and room for what goes round
    /// it.</summary>
    public const int DefaultMaximumPacketSize = (1024 + 64) * 1024;

    /// <summary>Name or address of the broker.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>The broker's TCP port. 1883 is the custom without TLS, 8883 with it; nothing is inferred
    /// here.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>Who we are to the broker; at any time it knows one connection of this id.</summary>
    public required string ClientId { get; init; }

    /// <summary>The user name. Null sends neither user nor password.</summary>
    public string? UserName { get; init; }

    /// <summary>The password. Null sends none.</summary>
    public string? Password { get; init; }

    /// <summary>How the connection is encrypted. Null leaves it in the clear.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>How often the session shows that it is alive, 1 s to 65,535 s. The broker takes it for lost after one
    /// and a half of it, and the session the broker.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one attempt to connect may take, from name look-up to the broker's answer.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long each publish, subscription or cancelled subscription may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The largest packet taken from the broker, in bytes. MQTT 5 brokers are told; what is larger all the
    /// same is acknowledged, counted and skipped without being stored.</summary>
    public int MaximumPacketSize { get; init; } = DefaultMaximumPacketSize;

    /// <summary>How many bytes of unread messages are held, each message counting its payload, its topic and 256 bytes.
    /// When they are reached, nothing more is read from the broker until some are taken out; no message is dropped
    /// here.</summary>
    public int ReceiveQueueBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The longest first wait before connecting again; it doubles with every failure.</summary>
    public TimeSpan ReconnectMinimum { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait before connecting again. A connection that lasted as long makes the next wait a first
    /// one again.</summary>
    public TimeSpan ReconnectMaximum { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The shortest wait after another client took our client id; the longest is twice that.</summary>
    public TimeSpan TakeoverDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Checks that each option lies in its range.</summary>
    /// <exception cref="ArgumentException">One does not.</exception>
    internal void Check()
    {
        const int SmallestPacketSize = 1024;
        Require(!string.IsNullOrWhiteSpace(Host), "the broker's host name is empty");
        Require(Port is > 0 and <= ushort.MaxValue, $"the broker's port {Port} is not between 1 and 65535");
        Require(!string.IsNullOrEmpty(ClientId), "the client id is empty");
        Require(
            KeepAlive.TotalSeconds is >= 1 and <= ushort.MaxValue, "the keep-alive is not between 1 and 65535 seconds");
        Require(ConnectTimeout > TimeSpan.Zero, "the time to connect is not more than zero");
        Require(RequestTimeout > TimeSpan.Zero, "the time for a request is not more than zero");
        Require(MaximumPacketSize >= SmallestPacketSize, $"the largest packet is below {SmallestPacketSize} bytes");
        Require(ReceiveQueueBytes > 0, "the receive queue has no room");
        Require(
            ReconnectMinimum >= TimeSpan.Zero && ReconnectMaximum >= ReconnectMinimum && TakeoverDelay >= TimeSpan.Zero,
            "a wait before connecting again is negative, or the longest is shorter than the first");

        static void Require(bool holds, string otherwise)
        {
            if (!holds)
            {
                throw new ArgumentException($"The MQTT session can't be set up: {otherwise}.");
            }
        }
    }

    /// <summary>Host and port as people write them.</summary>
    internal string Address => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>Who connects to what; never the password.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{ClientId} at {Address}";
}
