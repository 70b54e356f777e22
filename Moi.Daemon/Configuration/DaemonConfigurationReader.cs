using Microsoft.Extensions.Logging;
using Moi.Protocol.Configuration;

namespace Moi.Daemon.Configuration;

/// <summary>Reads a remote's configuration out of its settings.</summary>
internal sealed class DaemonConfigurationReader
{
    private const int LongestName = 64;
    private const int LargestRunLimit = 1024;

    // The keys that every remote has by itself; a destination is a key too.
    private static readonly string[] TakenNames =
    [
        "addr", "arch", "bin", "destinations", "groups", "home", "id", "moid", "name", "rc", "self", "time", "tmp",
    ];

    private readonly Settings _root;
    private readonly Settings _config;
    private readonly HostFacts _host;
    private readonly List<ConfigurationWarning> _warnings = [];

    public DaemonConfigurationReader(Settings root, HostFacts host)
    {
        _root = root;
        _config = root.Format == SettingsFormat.Json ? root : root.TableOrEmpty("config");
        _host = host;
    }

    /// <exception cref="ConfigurationException">A key is unknown, or its value not usable.</exception>
    public DaemonConfiguration Read()
    {
        string name = ReadName();
        string home = ReadHome();
        PathRules rules = PathRules.For(_root.File, home);
        Dictionary<string, string> destinations = ReadDestinations(rules);
        DaemonConfiguration configuration = new()
        {
            Name = name,
            Address = new RemoteAddress(_config, _host, _warnings).Read(),
            Id = _config.Token("id"),
            Home = home,
            TemporaryFolder = _config.FullPath("tmp", rules)
                ?? Path.Combine(_host.TemporaryFolder, $"MOID-{FolderName.From(name)}"),
            BinFolder = _config.FullPath("bin", rules) ?? Path.GetFullPath("/usr/local/bin"),
            SelfFolder = _config.FullPath("self", rules) ?? _host.CurrentFolder,
            Destinations = destinations,
            StoreFolder = _config.FullPath("store", rules) ?? DefaultStore(name, home),
            LogLevel = ReadLogLevel(),
            Restricted = _config.Flag("restricted") ?? false,
            Operators = new OperatorsReader(_root, _config, rules, destinations.Keys).Read(),
            TrustsClock = _config.Flag("trust_clock") ?? true,
            AuditsToLog = ReadAuditsToLog(),
            RunLimit = _config.Whole("run_limit", 1, LargestRunLimit) ?? DaemonConfiguration.DefaultRunLimit,
            Broker = BrokerSettings.Read(_config, _root.Table("tls"), rules, mustExist: true),
            Warnings = _warnings,
        };
        ObsoleteKeys.Warn(_config, _warnings);
        _config.RejectUnknown();
        _root.RejectUnknown();
        return configuration;
    }

    private string ReadName()
    {
        string? name = _config.Line("name");
        return (name, _host.Name) switch
        {
            ({ Length: <= LongestName }, _) => name,
            ({ }, _) => throw _config.Error("name", $"must be at most {LongestName} characters"),
            (null, { Length: > 0 and <= LongestName } hostName) => hostName,
            _ => throw _config.Error("name", $"must be given: the host's own is not of 1 to {LongestName} characters"),
        };
    }

    private string ReadHome() =>
        _config.FullPath("home", PathRules.For(_root.File, _host.Home))
        ?? _host.Home
        ?? throw _config.Error("home", "must be given, because HOME is not set");

    private string DefaultStore(string name, string home) =>
        _host.IsRoot ? "/var/lib/moid" : Path.Combine(home, ".moid", FolderName.From(name));

    private Dictionary<string, string> ReadDestinations(PathRules rules)
    {
        Dictionary<string, string> destinations = new(StringComparer.Ordinal);
        if (_config.Table("destinations") is { } table)
        {
            foreach (string name in table.Keys)
            {
                if (TakenNames.Contains(name))
                {
                    throw table.Error(name, "is a key that every remote has; choose another name");
                }

                if (!IsKeyName(name))
                {
                    throw table.Error(name, "must have only the characters A-Z a-z 0-9 _ -, because it is a key");
                }

                destinations.Add(name, table.FullPath(name, rules)!);
            }
        }

        return destinations;
    }

    private LogLevel ReadLogLevel()
    {
        const string Key = "log_level";
        return _config.Line(Key) switch
        {
            "trace" => LogLevel.Trace,
            "debug" => LogLevel.Debug,
            null or "info" => LogLevel.Information,
            "warn" => LogLevel.Warning,
            "error" => LogLevel.Error,
            _ => throw _config.Error(Key, "must be trace, debug, info, warn or error"),
        };
    }

    private bool ReadAuditsToLog()
    {
        const string Key = "audit";
        return _config.Line(Key) switch
        {
            null or "file" => false,
            "log" => true,
            _ => throw _config.Error(Key, "must be file or log"),
        };
    }

    private static bool IsKeyName(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
