using Microsoft.Extensions.Logging;
using Moi.Daemon.Trust;
using Moi.Protocol.Configuration;

namespace Moi.Daemon.Configuration;

/// <summary>What a remote's configuration says, with everything it leaves out filled in. All paths are full.</summary>
public sealed record DaemonConfiguration
{
    /// <summary>How many runs may go on at once, where the configuration does not say.</summary>
    public const int DefaultRunLimit = 16;

    /// <summary><c>name</c>: 1 to 64 characters; by default the host's name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// <c>addr</c>: an IPv4 or IPv6 address; by default the IPv4 address of <c>interface</c>, or without one the first of
    /// an interface that is up and not loopback, or else 127.0.0.1.
    /// </summary>
    public required string Address { get; init; }

    /// <summary><c>id</c>: fit for a topic; null if the remote is to make one and keep it in its store.</summary>
    public string? Id { get; init; }

    /// <summary><c>home</c>: where commands run, and what <c>~</c> is in the other paths; by default <c>$HOME</c>.</summary>
    public required string Home { get; init; }

    /// <summary><c>tmp</c>: by default <c>MOID-NAME</c> in <c>$TMPDIR</c> or <c>/tmp</c>.</summary>
    public required string TemporaryFolder { get; init; }

    /// <summary><c>bin</c>: by default <c>/usr/local/bin</c>.</summary>
    public required string BinFolder { get; init; }

    /// <summary><c>self</c>: by default the folder the daemon was started in.</summary>
    public required string SelfFolder { get; init; }

    /// <summary><c>destinations</c>: further folders by name.</summary>
    public IReadOnlyDictionary<string, string> Destinations { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// <c>store</c>: the folder where the remote keeps its state; by default <c>/var/lib/moid</c> for root and
    /// <c>.moid/NAME</c> in the home for others.
    /// </summary>
    public required string StoreFolder { get; init; }

    /// <summary><c>log_level</c>: trace, debug, info, warn or error; by default info.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary><c>restricted</c>: whether operators may only read keys; by default not.</summary>
    public bool Restricted { get; init; }

    /// <summary>
    /// <c>[operators.NAME]</c> or <c>operators_file</c>: whose signed requests are taken, and what each may do; null to take requests
    /// from anyone.
    /// </summary>
    public IReadOnlyList<KnownOperator>? Operators { get; init; }

    /// <summary><c>trust_clock</c>: whether the system's clock is to be believed where it looks right; by default it is.</summary>
    public bool TrustsClock { get; init; } = true;

    /// <summary><c>audit</c>: <c>file</c>, which is the default, for files in the store, or <c>log</c>.</summary>
    public bool AuditsToLog { get; init; }

    /// <summary><c>run_limit</c>: how many commands may run at once, 1 to 1024; by default 16.</summary>
    public int RunLimit { get; init; } = DefaultRunLimit;

    /// <summary>How to reach the broker.</summary>
    public required BrokerSettings Broker { get; init; }

    /// <summary>What the log should say about the configuration at start.</summary>
    public IReadOnlyList<ConfigurationWarning> Warnings { get; init; } = [];

    /// <summary>
    /// Loads a configuration: <c>.toml</c> with its keys under <c>[config]</c> and TLS under <c>[tls]</c>, or <c>.json</c>
    /// with all keys in one object and TLS in an object <c>tls</c>. Nothing is created: see
    /// <see cref="RemoteFolders.Prepare"/>.
    /// </summary>
    /// <param name="path">The file; a relative path begins in the current folder.</param>
    /// <exception cref="ConfigurationException">The file is not usable; the message says where and why.</exception>
    public static DaemonConfiguration Load(string path) => Load(path, HostFacts.Current());

    internal static DaemonConfiguration Load(string path, HostFacts host) =>
        new DaemonConfigurationReader(Settings.Load(path), host).Read();
}
