using System.Management.Automation;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Configuration;

namespace Moi.PowerShell.Sessions;

/// <summary>Turns the operator's configuration into what a connection needs.</summary>
internal static class OperatorSettings
{
    /// <summary>Reads the configuration, which is made at first use; that is said on the information stream.</summary>
    /// <exception cref="ConfigurationException">It says something wrong.</exception>
    public static OperatorConfiguration Load(Cmdlet command)
    {
        OperatorConfiguration configuration = OperatorConfiguration.LoadOrCreate(OperatorHome.Resolve());
        if (configuration.Created)
        {
            command.WriteInformation($"Creating {configuration.File}. Edit mqtt_addr if necessary.", ["Moi"]);
        }

        return configuration;
    }

    /// <summary>What a connection to a broker of the configuration needs.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="profile">One of its profiles; null for the broker in [config].</param>
    public static FleetSettings SettingsOf(OperatorConfiguration configuration, string? profile = null)
    {
        BrokerSettings broker = configuration.Broker(profile);
        return new FleetSettings(
            broker.ToSessionOptions(clientId: configuration.Operator),
            broker.TopicRoot,
            configuration.Operator,
            GroupsFolderOf(Path.GetDirectoryName(configuration.File)!, profile),
            configuration.Timeout);
    }

    /// <summary>Where the groups are. Each broker has its own fleet, and so its own groups.</summary>
    /// <param name="home">The operator's home.</param>
    /// <param name="profile">The profile; null for the broker in [config].</param>
    public static string GroupsFolderOf(string home, string? profile) =>
        profile is null ? Path.Combine(home, "groups") : Path.Combine(home, "profiles", profile, "groups");
}
