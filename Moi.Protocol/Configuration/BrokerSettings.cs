using Moi.Protocol.Transport;

namespace Moi.Protocol.Configuration;

/// <summary>How to reach a broker: the keys that an operator's and a remote's configuration have in common.</summary>
public sealed record BrokerSettings
{
    /// <summary>The port without TLS, where none is given.</summary>
    public const int PlainPort = 1883;

    /// <summary>The port with TLS, where none is given.</summary>
    public const int TlsPort = 8883;

    /// <summary>The topic root, where none is given.</summary>
    public const string DefaultTopicRoot = "moi/v1";

    private const int LongestRoot = 256;

    /// <summary><c>mqtt_addr</c>: a host name, an IPv4 address or an IPv6 address (without brackets).</summary>
    public string Host { get; init; } = "localhost";

    /// <summary><c>mqtt_port</c>: 1 to 65535; by default 1883, or 8883 with TLS.</summary>
    public int Port { get; init; } = PlainPort;

    /// <summary><c>mqtt_user</c>; null for an anonymous connection.</summary>
    public string? UserName { get; init; }

    /// <summary>
    /// The password, from <c>mqtt_password_file</c> (its first line), <c>mqtt_password_env</c> (an environment variable)
    /// or <c>mqtt_password</c>. The last is the weakest: whoever can read or copy the configuration has it.
    /// </summary>
    public Secret? Password { get; init; }

    /// <summary><c>mqtt_root</c>: what all topics begin with, levels of A-Z a-z 0-9 _ - without a slash at the ends.</summary>
    public string TopicRoot { get; init; } = DefaultTopicRoot;

    /// <summary><c>[tls]</c>; null for a connection without TLS.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>What a session needs to reach this broker; secrets are looked up now.</summary>
    /// <param name="clientId">Who the session is to the broker.</param>
    /// <exception cref="ConfigurationException">A secret cannot be read.</exception>
    public MqttSessionOptions ToSessionOptions(string clientId) => new()
    {
        Host = Host,
        Port = Port,
        ClientId = clientId,
        UserName = UserName,
        Password = Password?.Read(),
        Tls = Tls is null
            ? null
            : new TlsOptions
            {
                CaFile = Tls.CaFile,
                CertificateFile = Tls.CertificateFile,
                KeyFile = Tls.KeyFile,
                KeyPassword = Tls.KeyPassphrase?.Read(),
            },
    };

    /// <summary>Reads the broker's keys. The table may hold other keys too; the caller rejects what nobody knows.</summary>
    /// <param name="config">The table with the <c>mqtt_</c> keys.</param>
    /// <param name="tls">The table <c>tls</c>, if there is one; it may hold nothing else.</param>
    /// <param name="rules">What paths are relative to.</param>
    /// <param name="mustExist">
    /// Whether the files that are named must be there now: true for a connection that is about to be made, false to
    /// check only how the configuration is written.
    /// </param>
    /// <exception cref="ConfigurationException">A value is not usable, or a file is missing.</exception>
    public static BrokerSettings Read(Settings config, Settings? tls, PathRules rules, bool mustExist)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(rules);
        BrokerSettings settings = new()
        {
            Host = HostOf(config) ?? "localhost",
            Port = config.Whole("mqtt_port", 1, 65535) ?? (tls is null ? PlainPort : TlsPort),
            UserName = config.Line("mqtt_user"),
            Password = Secret.From(config, "mqtt_password", rules, mustExist),
            TopicRoot = RootOf(config) ?? DefaultTopicRoot,
            Tls = tls is null ? null : TlsSettings.Read(tls, rules, mustExist),
        };
        if (settings.Password is not null && settings.UserName is null)
        {
            string key = config.Keys.First(name => name.StartsWith("mqtt_password", StringComparison.Ordinal));
            throw config.Error(key, "needs mqtt_user beside it");
        }

        return settings;
    }

    private static string? HostOf(Settings config)
    {
        const string Key = "mqtt_addr";
        string? host = config.Line(Key);
        if (host is null)
        {
            return null;
        }

        string bare = host is ['[', .. string inner, ']'] ? inner : host;
        return Uri.CheckHostName(bare) switch
        {
            UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6 => bare,
            _ when host.Contains("://", StringComparison.Ordinal) =>
                throw config.Error(Key, "must be a host name or an IP address, not a URL"),
            _ when host.Count(c => c == ':') == 1 =>
                throw config.Error(Key, "must be a host name or an IP address; the port goes into mqtt_port"),
            _ => throw config.Error(Key, "must be a host name or an IP address"),
        };
    }

    private static string? RootOf(Settings config)
    {
        string? root = config.Line("mqtt_root");
        return root is null || (root.Length <= LongestRoot && TopicText.IsRoot(root))
            ? root
            : throw config.Error("mqtt_root", "must be levels of A-Z a-z 0-9 _ - with single slashes between, such as moi/v1");
    }
}
