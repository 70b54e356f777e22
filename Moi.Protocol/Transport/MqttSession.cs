using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Moi.Protocol.Transport;

/// <summary>
/// A session with the broker that keeps itself connected: after a loss it connects again, with growing and jittered
/// waits, and subscribes again to everything it was subscribed to.
/// </summary>
/// <remarks>
/// All members may be used from any thread; set the callbacks before the first connect. Every wait is bounded, and ends
/// at once when its token is cancelled. A message that is published after <see cref="SubscribeAsync"/> has returned is
/// not missed. The loop that reads <see cref="Messages"/> must not itself await a QoS 1 publish or a subscription:
/// while the queue is full, their answers can't be read either.
/// </remarks>
public sealed class MqttSession : IAsyncDisposable
{
    private readonly MqttSessionOptions _options;
    private readonly ILogger _logger;
    private readonly ReceiveQueue _received;
    private readonly Subscriptions _subscriptions = new();
    private readonly VersionChoice _version;
    private readonly ReconnectLoop _loop;
    private volatile MqttConnection? _connection;
    private long _connections;
    private long _oversized;

    /// <summary>Makes a session that is not connected yet and keeps no log.</summary>
    /// <param name="options">Where the broker is and who we are.</param>
    /// <param name="time">The clock for waits; null takes the system's.</param>
    public MqttSession(MqttSessionOptions options, TimeProvider? time = null)
        : this(options, NullLogger.Instance, time)
    {
    }

    /// <summary>Makes a session that is not connected yet.</summary>
    /// <param name="options">Where the broker is and who we are.</param>
    /// <param name="logger">Told of connects, losses, failed attempts and skipped messages.</param>
    /// <param name="time">The clock for waits; null takes the system's.</param>
    /// <exception cref="ArgumentException">An option is out of its range; the message tells which.</exception>
    public MqttSession(MqttSessionOptions options, ILogger logger, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        options.Check();
        _options = options;
        _logger = logger;
        _received = new ReceiveQueue(options.ReceiveQueueBytes);
        _version = new VersionChoice(options, _received, CountOversized, logger, time ?? TimeProvider.System);
        _loop = new ReconnectLoop(options, logger, time ?? TimeProvider.System, OpenAsync, Close);
    }

    /// <summary>Asked before each attempt to connect for what the broker shall publish if that connection is lost.
    /// Null, or an answer of null, leaves no will.</summary>
    public Func<CancellationToken, ValueTask<WillMessage?>>? WillFactory { get; set; }

    /// <summary>
    /// Awaited at the first and each later connect, when every remembered subscription is granted and publishing is
    /// possible; until it returns, <see cref="ConnectAsync"/> does not. What it throws makes the attempt a failed one.
    /// Its token is cancelled when the connection is lost. It must not call <see cref="ConnectAsync"/>.
    /// </summary>
    public Func<ConnectionInfo, CancellationToken, ValueTask>? OnConnected { get; set; }

    /// <summary>Told when a connection that <see cref="OnConnected"/> finished for is lost, before the next attempt;
    /// not told when the session itself is stopped.</summary>
    public Action<DisconnectReason>? OnLost { get; set; }

    /// <summary>Whether there is a connection now.</summary>
    public bool IsConnected => _connection is { Lost.IsCompleted: false };

    /// <summary>The connection there is now; null when there is none.</summary>
    public ConnectionInfo? Connection => IsConnected ? _connection?.Info : null;

    /// <summary>How often a connection was begun, the failed attempts too.</summary>
    public long ConnectionNumber => Volatile.Read(ref _connections);

    /// <summary>How many messages were skipped because they were larger than
    /// <see cref="MqttSessionOptions.MaximumPacketSize"/>.</summary>
    public long OversizedMessages => Volatile.Read(ref _oversized);

    /// <summary>What arrives, over all connections, in order. Completed when the session is disposed.</summary>
    public ChannelReader<MqttMessage> Messages => _received.Reader;

    /// <summary>
    /// Connects with one attempt, or waits for the one that is under way; from the first success on the session keeps
    /// itself connected. Returns at once when it is connected. While it waits to connect again, this makes it try now.
    /// </summary>
    /// <param name="cancel">Ends the wait; an attempt under way goes on.</param>
    /// <returns>When the session is connected and <see cref="OnConnected"/> has returned.</returns>
    /// <exception cref="BrokerException">The attempt failed.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public Task ConnectAsync(CancellationToken cancel = default) => _loop.ConnectAsync(cancel);

    /// <summary>
    /// Keeps the session connected until told to stop, whether or not the broker is there yet: no failure ends it.
    /// Stops with a clean goodbye, so the broker does not publish the will.
    /// </summary>
    /// <param name="cancel">Stops the session for good.</param>
    /// <returns>When the session was stopped.</returns>
    /// <exception cref="ObjectDisposedException">The session was disposed before.</exception>
    public Task RunAsync(CancellationToken cancel) => _loop.RunAsync(cancel);

    /// <summary>
    /// Subscribes, now and at each later connect. Without a connection the filter is only remembered. A filter that the
    /// broker refuses at a later connect makes that attempt a failed one: a session that is deaf is worse than none.
    /// </summary>
    /// <param name="filter">A topic filter of MQTT.</param>
    /// <param name="quality">The highest quality to be served at; the broker may grant less.</param>
    /// <param name="cancel">Ends the wait; the filter is then not remembered.</param>
    /// <returns>When the broker has granted it.</returns>
    /// <exception cref="ArgumentException">This is no filter.</exception>
    /// <exception cref="BrokerException">The broker refused, gave no answer, or the connection was lost. The filter is
    /// not remembered, and what was subscribed to before stays as it was.</exception>
    public Task SubscribeAsync(string filter, MqttQuality quality, CancellationToken cancel = default)
    {
        TopicRules.CheckFilter(filter);
        return _subscriptions.AddAsync(filter, quality, () => _connection, cancel);
    }

    /// <summary>Cancels a subscription and forgets it, whatever the broker says.</summary>
    /// <param name="filter">The filter as it was subscribed to.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>When the broker has confirmed; at once without a connection.</returns>
    /// <exception cref="BrokerException">The broker refused, gave no answer, or the connection was lost.</exception>
    public Task UnsubscribeAsync(string filter, CancellationToken cancel = default)
    {
        TopicRules.CheckFilter(filter);
        return _subscriptions.RemoveAsync(filter, () => _connection, cancel);
    }

    /// <summary>Publishes a message.</summary>
    /// <param name="topic">The topic; no wildcards.</param>
    /// <param name="payload">The bytes; free again when this returns.</param>
    /// <param name="quality">QoS 0 returns when the network has the message, QoS 1 when the broker has confirmed
    /// it.</param>
    /// <param name="retain">Whether the broker keeps it for later subscribers.</param>
    /// <param name="expiry">How long it lives, more than zero, rounded up to whole seconds; null for ever. Ignored on
    /// MQTT 3.1.1.</param>
    /// <param name="properties">Properties of MQTT 5.</param>
    /// <param name="cancel">Ends the wait; the message may go out all the same.</param>
    /// <returns>What is known of the message.</returns>
    /// <exception cref="ArgumentException">Topic or expiry break the rules above.</exception>
    /// <exception cref="BrokerException">There is no connection (nothing was sent then), the broker refused or gave no
    /// answer, the message is too large for it, or the connection was lost (the message may have gone out).</exception>
    public Task<PublishOutcome> PublishAsync(
        string topic,
        ReadOnlyMemory<byte> payload,
        MqttQuality quality,
        bool retain = false,
        TimeSpan? expiry = null,
        MessageProperties? properties = null,
        CancellationToken cancel = default)
    {
        TopicRules.CheckTopic(topic);
        if (expiry <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(expiry), expiry, "The expiry of a message is more than zero.");
        }

        cancel.ThrowIfCancellationRequested();
        MqttConnection connection = _connection
            ?? throw new BrokerException(
                BrokerFailure.NotConnected, $"There is no connection to the broker at {_options.Address} now.");
        return connection.PublishAsync(
            OutgoingMessage.Make(topic, payload, quality, retain, expiry, properties), cancel);
    }

    /// <summary>
    /// Leaves the broker to another client that seems to use the same client id: the connection is lost with
    /// <see cref="BrokerFailure.ClientIdTaken"/>, and the next attempt waits as it does when the broker says so itself.
    /// On MQTT 3.1.1 a broker can't say so, and Mosquitto 2.0 doesn't on MQTT 5 either: there the older client only
    /// sees its connection closed.
    /// </summary>
    public void StepAside() => _connection?.Lose(new DisconnectReason(
        BrokerFailure.ClientIdTaken,
        $"Another client seems to use the client id '{_options.ClientId}' at the broker at {_options.Address}."));

    /// <summary>Says goodbye to the broker within a second, so that it does not publish the will, and stops.</summary>
    /// <returns>When nothing of the session is left running.</returns>
    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync();
        _received.Complete();
    }

    private async Task<MqttConnection> OpenAsync(CancellationToken stop)
    {
        long number = Interlocked.Increment(ref _connections);
        WillMessage? will = WillFactory is null ? null : await WillFactory(stop);
        MqttConnection connection = await _version.OpenAsync(number, will, stop);
        try
        {
            await _subscriptions.ApplyAsync(connection, () => _connection = connection, stop);
            if (OnConnected is not null)
            {
                using CancellationTokenSource end =
                    CancellationTokenSource.CreateLinkedTokenSource(stop, connection.Ended);
                await OnConnected(connection.Info, end.Token);
            }

            SessionLog.Connected(_logger, _options.Address, _options.ClientId, connection.Info.Version, number);
            return connection;
        }
        catch (Exception failure)
        {
            _connection = null;
            DisconnectReason? lost = connection.Lost.IsCompletedSuccessfully ? connection.Lost.Result : null;
            await connection.DisposeAsync();
            if (lost is null || failure is not (BrokerException or OperationCanceledException))
            {
                throw;
            }

            throw new BrokerException(lost.Kind, lost.Message, failure);
        }
    }

    private void Close(DisconnectReason? lost)
    {
        _connection = null;
        if (lost is not null)
        {
            OnLost?.Invoke(lost);
        }
    }

    private void CountOversized(string topic, long size)
    {
        if (Interlocked.Increment(ref _oversized) == 1)
        {
            SessionLog.FirstOversized(_logger, size, OneLine.Of(topic), _options.MaximumPacketSize);
        }
        else
        {
            SessionLog.Oversized(_logger, size, OneLine.Of(topic));
        }
    }
}
