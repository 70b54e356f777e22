using Moi.Protocol.Configuration;

namespace Moi.PowerShell.Sessions;

/// <summary>Makes objects of the operator's configuration.</summary>
internal static class ConfigObjects
{
    /// <summary>What it says of a broker.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="profile">One of its profiles; null for the broker in [config].</param>
    /// <exception cref="ConfigurationException">There is no such profile.</exception>
    public static MoiConfig Of(OperatorConfiguration configuration, string? profile)
    {
        BrokerSettings broker = configuration.Broker(profile, mustExist: false);
        return new MoiConfig
        {
            Profile = profile ?? string.Empty,
            Broker = broker.Host,
            Port = broker.Port,
            User = broker.UserName,
            Password = broker.Password?.ToString(),
            TopicRoot = broker.TopicRoot,
            Tls = broker.Tls is not null,
            CaFile = broker.Tls?.CaFile,
            CertificateFile = broker.Tls?.CertificateFile,
            KeyFile = broker.Tls?.KeyFile,
            Passphrase = broker.Tls?.KeyPassphrase?.ToString(),
            TimeoutSeconds = configuration.Timeout.TotalSeconds,
            DefaultPullPattern = configuration.DefaultPullPattern,
            Operator = configuration.Operator,
            OperatorKey = configuration.OperatorKey,
            Profiles = configuration.Profiles,
            File = configuration.File,
        };
    }
}
