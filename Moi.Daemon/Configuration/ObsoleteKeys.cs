using Moi.Protocol.Configuration;

namespace Moi.Daemon.Configuration;

/// <summary>Keys of the older moid that are accepted, so that its configurations load, and mean nothing any more.</summary>
internal static class ObsoleteKeys
{
    private static readonly (string Key, string Instead)[] Keys =
    [
        ("mqtt_connect_wait", "moid keeps trying until the broker answers; remove it"),
        ("alive_interval", "the broker itself tells who is online; remove it"),
        ("alive_action", "moid always connects again; remove it"),
        ("alive_vars", "the broker itself tells who is online; remove it"),
        ("prefix", "set bin and store instead"),
        ("var", "set store instead"),
        ("log_file", "moid logs to its standard error, for the service manager to keep; remove it"),
    ];

    /// <summary>Adds a warning for each such key that is there.</summary>
    public static void Warn(Settings config, List<ConfigurationWarning> warnings)
    {
        foreach ((string key, string instead) in Keys)
        {
            if (config.Tolerate(key) is { } position)
            {
                warnings.Add(new ConfigurationWarning(
                    config.File, position, $"'{key}' no longer means anything: {instead}"));
            }
        }
    }
}
