using Microsoft.Extensions.Logging;

namespace Moi.Protocol.Transport;

/// <summary>What a session writes to its log.</summary>
internal static partial class SessionLog
{
    [LoggerMessage(
        100,
        LogLevel.Information,
        "Connected to the broker at {Address} as {ClientId} ({Version}, connection {Number}).")]
    public static partial void Connected(
        ILogger logger, string address, string clientId, MqttVersion version, long number);

    [LoggerMessage(102, LogLevel.Warning, "{Failure} Trying again until it works.")]
    public static partial void Failed(ILogger logger, string failure);

    [LoggerMessage(103, LogLevel.Debug, "{Failure} Next attempt in {Wait}.")]
    public static partial void FailedAgain(ILogger logger, string failure, TimeSpan wait);

    [LoggerMessage(
        104, LogLevel.Warning, "{Reason} Waiting {Wait} before connecting again, because the client id is taken.")]
    public static partial void Taken(ILogger logger, string reason, TimeSpan wait);

    [LoggerMessage(
        105,
        LogLevel.Warning,
        "Skipped a message of {Size} bytes on '{Topic}': at most {Maximum} are taken. Later ones are only counted.")]
    public static partial void FirstOversized(ILogger logger, long size, string topic, int maximum);

    [LoggerMessage(106, LogLevel.Debug, "Skipped a message of {Size} bytes on '{Topic}'.")]
    public static partial void Oversized(ILogger logger, long size, string topic);

    [LoggerMessage(107, LogLevel.Information, "The broker at {Address} does not speak MQTT 5; using 3.1.1.")]
    public static partial void OlderVersion(ILogger logger, string address);

    [LoggerMessage(108, LogLevel.Error, "What was to be done at connecting or losing the connection failed.")]
    public static partial void CallbackFailed(ILogger logger, Exception failure);
}
