using Microsoft.Extensions.Logging;
using MQTTnet.Diagnostics.Logger;

namespace Moi.Daemon.Broker;

/// <summary>Hands what MQTTnet's server has to complain about to our log, at debug level: most of it is about clients
/// that came and went.</summary>
/// <param name="logger">Our log.</param>
internal sealed partial class BrokerLogger(ILogger logger) : IMqttNetLogger
{
    /// <inheritdoc/>
    public bool IsEnabled => logger.IsEnabled(LogLevel.Debug);

    /// <inheritdoc/>
    public void Publish(
        MqttNetLogLevel logLevel, string source, string message, object[]? parameters, Exception? exception)
    {
        if (logLevel >= MqttNetLogLevel.Warning && IsEnabled)
        {
            string text = parameters is null or [] ? message : string.Format(null, message, parameters);
            Complained(logger, source, text, exception?.Message);
        }
    }

    [LoggerMessage(200, LogLevel.Debug, "{Source}: {Text} {Cause}")]
    private static partial void Complained(ILogger logger, string source, string text, string? cause);
}
