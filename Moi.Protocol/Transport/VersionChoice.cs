using Microsoft.Extensions.Logging;

namespace Moi.Protocol.Transport;

/// <summary>
/// Connects with MQTT 5, or with 3.1.1 where the broker refuses 5 or closes without an answer; never after it refused
/// user or password. A refusal is remembered at once, a silent close when it happened twice in a row: the broker may
/// just have been stopping.
/// </summary>
internal sealed class VersionChoice(
    MqttSessionOptions options, ReceiveQueue queue, Action<string, long> skipped, ILogger logger, TimeProvider time)
{
    private const int SilentClosesToBelieve = 2;

    private int _silentCloses;
    private bool _older;

    /// <summary>Connects.</summary>
    /// <param name="number">The connection's number.</param>
    /// <param name="will">What the broker publishes when the connection is lost.</param>
    /// <param name="cancel">Ends the attempt.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="BrokerException">It failed.</exception>
    public async Task<MqttConnection> OpenAsync(long number, WillMessage? will, CancellationToken cancel)
    {
        BrokerException refusal;
        if (_older)
        {
            return await OpenAsync(MqttVersion.V311, number, will, cancel);
        }

        try
        {
            MqttConnection connection = await OpenAsync(MqttVersion.V5, number, will, cancel);
            _silentCloses = 0;
            return connection;
        }
        catch (BrokerException failure) when (failure.SuggestsOlderVersion)
        {
            refusal = failure;
        }

        MqttConnection older = await OpenAsync(MqttVersion.V311, number, will, cancel);
        _older = refusal.Kind == BrokerFailure.VersionRefused || ++_silentCloses >= SilentClosesToBelieve;
        SessionLog.OlderVersion(logger, options.Address);
        return older;
    }

    private Task<MqttConnection> OpenAsync(
        MqttVersion version, long number, WillMessage? will, CancellationToken cancel) =>
        MqttConnection.OpenAsync(options, version, number, will, queue, skipped, time, cancel);
}
