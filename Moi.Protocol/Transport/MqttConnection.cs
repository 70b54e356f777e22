using System.Net;
using MQTTnet;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Exceptions;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Moi.Protocol.Transport;

/// <summary>
/// One connection, from CONNECT to its end; never connected again. Everything asked of it is bounded by
/// <see cref="MqttSessionOptions.RequestTimeout"/>, fails at once when the connection is lost, and checks the broker's
/// answer, none of which MQTTnet does by itself.
/// </summary>
internal sealed class MqttConnection : IAsyncDisposable
{
    /// <summary>More are not useful, whatever the broker allows.</summary>
    private const int MostInFlight = 1000;

    private readonly MqttSessionOptions _options;
    private readonly TimeProvider _time;
    private readonly ReceiveQueue _queue;
    private readonly ClientChannel _channel;
    private readonly MqttClient _client;
    private readonly SemaphoreSlim _inFlight;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _keepingAlive;

    private MqttConnection(
        MqttSessionOptions options, TimeProvider time, ReceiveQueue queue, ClientChannel channel, MqttClient client,
        ConnectionInfo info)
    {
        _options = options;
        _time = time;
        _queue = queue;
        _channel = channel;
        _client = client;
        Info = info;
        _inFlight = new SemaphoreSlim(Math.Min(info.ReceiveMaximum, MostInFlight));
        Ended = _ended.Token;
        _ = channel.Lost.ContinueWith(
            _ => _ended.Cancel(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _keepingAlive = KeepAliveAsync();
    }

    /// <summary>What is known of the connection.</summary>
    public ConnectionInfo Info { get; }

    /// <summary>Completes when the connection has ended, with the reason.</summary>
    public Task<DisconnectReason> Lost => _channel.Lost;

    /// <summary>Cancelled when the connection has ended.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Connects with one version of MQTT.</summary>
    /// <param name="options">Where to and who we are.</param>
    /// <param name="version">The version.</param>
    /// <param name="number">The connection's number.</param>
    /// <param name="will">What the broker publishes when the connection is lost.</param>
    /// <param name="queue">Where messages go.</param>
    /// <param name="skipped">Told of the topic and size of each message that was too large.</param>
    /// <param name="time">The clock for bounds.</param>
    /// <param name="cancel">Ends the attempt.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="BrokerException">It failed; the kind tells why.</exception>
    public static async Task<MqttConnection> OpenAsync(
        MqttSessionOptions options, MqttVersion version, long number, WillMessage? will, ReceiveQueue queue,
        Action<string, long> skipped, TimeProvider time, CancellationToken cancel)
    {
        ClientChannel channel = new(options, version, number, queue, skipped);
        MqttClient client = new(new ClientChannelFactory(channel), MqttNetNullLogger.Instance);
        using CancellationTokenSource limit = new(options.ConnectTimeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            MqttClientOptions request = ConnectOptions.Make(options, version, will);
            MqttClientConnectResult answer = await client.ConnectAsync(request, either.Token);
            if (answer.ResultCode != MqttClientConnectResultCode.Success)
            {
                throw ConnectFailure.Refused(options, version, answer);
            }

            return new MqttConnection(
                options, time, queue, channel, client, Describe(options, version, number, channel, answer));
        }
        catch (BrokerException)
        {
            client.Dispose();
            throw;
        }
        catch (Exception failure)
            when (failure is MqttCommunicationException or OperationCanceledException or MqttProtocolViolationException)
        {
            bool late = limit.IsCancellationRequested;
            bool unanswered = channel.AwaitsFirstAnswer;
            DisconnectReason? lost = channel.Lost.IsCompletedSuccessfully ? channel.Lost.Result : null;
            client.Dispose();
            cancel.ThrowIfCancellationRequested();
            throw late ? ConnectFailure.Late(options, channel.Phase, failure)
                : lost is null || unanswered ? ConnectFailure.Unanswered(options, version, failure)
                : ConnectFailure.Lost(lost, failure);
        }
    }

    /// <summary>Subscribes to filters with one packet, all or none.</summary>
    /// <param name="filters">Filters and the highest quality each is to be served at.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>When the broker has granted all of them.</returns>
    /// <exception cref="BrokerException">One was refused, no answer came, or the connection was lost.</exception>
    public async Task SubscribeAsync(
        IReadOnlyCollection<KeyValuePair<string, MqttQuality>> filters, CancellationToken cancel)
    {
        MqttClientSubscribeOptions request = new()
        {
            TopicFilters = [.. filters.Select(filter => new MqttTopicFilter
            {
                Topic = filter.Key,
                QualityOfServiceLevel = (MqttQualityOfServiceLevel)filter.Value,
            })],
        };
        MqttClientSubscribeResult answer = await AskAsync(
            $"the subscription to '{request.TopicFilters[0].Topic}'",
            limit => _client.SubscribeAsync(request, limit),
            cancel);
        foreach (MqttClientSubscribeResultItem item in answer.Items)
        {
            if ((int)item.ResultCode >= ReasonCodes.FirstFailure)
            {
                throw new BrokerException(
                    ReasonCodes.Classify((int)item.ResultCode),
                    $"The broker at {_options.Address} refused the subscription to '{item.TopicFilter.Topic}': " +
                        $"{ReasonCodes.Describe(item.ResultCode, answer.ReasonString)}. Check its access rules for " +
                        $"{Who(_options)}.");
            }
        }
    }

    /// <summary>Cancels a subscription.</summary>
    /// <param name="filter">The filter as it was subscribed to.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>When the broker has confirmed.</returns>
    /// <exception cref="BrokerException">No answer came, or the connection was lost.</exception>
    public Task UnsubscribeAsync(string filter, CancellationToken cancel) => AskAsync(
        $"cancelling the subscription to '{filter}'",
        limit => _client.UnsubscribeAsync(new MqttClientUnsubscribeOptions { TopicFilters = [filter] }, limit),
        cancel);

    /// <summary>Publishes a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Ends the wait; the message may go out all the same.</param>
    /// <returns>What is known of it.</returns>
    /// <exception cref="BrokerException">It was refused, is too large, no answer came, or the connection was
    /// lost.</exception>
    public async Task<PublishOutcome> PublishAsync(MqttApplicationMessage message, CancellationToken cancel)
    {
        const int Overhead = 64;
        long size = message.Payload.Length + message.Topic.Length + Overhead;
        if (size > (Info.MaximumPacketSize ?? long.MaxValue))
        {
            throw new BrokerException(
                BrokerFailure.PacketTooLarge,
                $"A message of {message.Payload.Length} bytes on '{message.Topic}' is larger than the broker at " +
                    $"{_options.Address} takes ({Info.MaximumPacketSize} bytes). Raise its packet limit.");
        }

        string what = $"the message on '{message.Topic}'";
        if (message.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce)
        {
            await AskAsync(what, limit => _client.PublishAsync(message, limit), cancel);
            return PublishOutcome.Sent;
        }

        MqttClientPublishResult answer = await AskAsync(what, limit => PublishInTurnAsync(message, limit), cancel);
        return answer.ReasonCode switch
        {
            MqttClientPublishReasonCode.Success => PublishOutcome.Accepted,
            MqttClientPublishReasonCode.NoMatchingSubscribers => PublishOutcome.NoSubscribers,
            MqttClientPublishReasonCode refusal => throw new BrokerException(
                ReasonCodes.Classify((int)refusal),
                $"The broker at {_options.Address} refused {what}: " +
                    $"{ReasonCodes.Describe(refusal, answer.ReasonString)}. Check its access rules for " +
                    $"{Who(_options)}."),
        };
    }

    /// <summary>Treats the connection as lost.</summary>
    /// <param name="reason">Why.</param>
    public void Lose(DisconnectReason reason) => _channel.Lose(reason);

    /// <summary>Says goodbye to the broker, where that is still possible, and closes.</summary>
    /// <returns>When nothing of the connection is left running.</returns>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(1));
        try
        {
            await _client.DisconnectAsync(new MqttClientDisconnectOptions(), limit.Token);
        }
        catch (Exception gone) when (IsEnd(gone))
        {
            // Lost already: there is nobody to say goodbye to.
        }

        _client.Dispose();
        _channel.Dispose();
        await _keepingAlive;
    }

    private static string Who(MqttSessionOptions options) =>
        options.UserName is null ? $"client '{options.ClientId}'" : $"user '{options.UserName}'";

    private static ConnectionInfo Describe(
        MqttSessionOptions options, MqttVersion version, long number, ClientChannel channel,
        MqttClientConnectResult answer) => new()
        {
            Number = number,
            Version = version,
            ReceiveMaximum = answer.ReceiveMaximum is > 0 and ushort told ? told : ushort.MaxValue,
            MaximumPacketSize = answer.MaximumPacketSize is > 0 and uint size ? size : null,
            RetainAvailable = answer.RetainAvailable,
            WildcardAvailable = answer.WildcardSubscriptionAvailable,
            KeepAlive = channel.ServerKeepAlive > TimeSpan.Zero ? channel.ServerKeepAlive : options.KeepAlive,
            LocalAddress = (channel.LocalEndPoint as IPEndPoint)?.Address,
            Encrypted = channel.IsSecureConnection,
        };

    private async Task<MqttClientPublishResult> PublishInTurnAsync(
        MqttApplicationMessage message, CancellationToken limit)
    {
        await _inFlight.WaitAsync(limit);
        try
        {
            return await _client.PublishAsync(message, limit);
        }
        finally
        {
            _inFlight.Release();
        }
    }

    private async Task<T> AskAsync<T>(string what, Func<CancellationToken, Task<T>> ask, CancellationToken cancel)
    {
        long heard = _channel.BytesReceived;
        using CancellationTokenSource late = new(_options.RequestTimeout, _time);
        using CancellationTokenSource any = CancellationTokenSource.CreateLinkedTokenSource(late.Token, Ended, cancel);
        try
        {
            return await ask(any.Token);
        }
        catch (Exception failure) when (IsEnd(failure))
        {
            cancel.ThrowIfCancellationRequested();
            if (Lost.IsCompletedSuccessfully || !late.IsCancellationRequested)
            {
                string why = Lost.IsCompletedSuccessfully ? Lost.Result.Message : failure.Message;
                throw new BrokerException(
                    BrokerFailure.ConnectionLost, $"The connection was lost during {what}: {why}", failure);
            }

            string silence = $"The broker at {_options.Address} did not confirm {what} within " +
                $"{_options.RequestTimeout.TotalSeconds:0.#} s.";
            LoseIfSilentSince(heard, silence);
            throw new BrokerException(BrokerFailure.Timeout, silence, failure);
        }
    }

    // What MQTTnet throws when its connection goes away under a request; it disposes and clears its parts unguarded.
    private static bool IsEnd(Exception failure) => failure is MqttCommunicationException
        or OperationCanceledException
        or ObjectDisposedException
        or NullReferenceException;

    private async Task KeepAliveAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Info.KeepAlive, _time, Ended);
                long heard = _channel.BytesReceived;
                using CancellationTokenSource late = new(Info.KeepAlive / 2, _time);
                using CancellationTokenSource any = CancellationTokenSource.CreateLinkedTokenSource(late.Token, Ended);
                try
                {
                    await _client.PingAsync(any.Token);
                }
                catch (Exception failure) when (IsEnd(failure))
                {
                    LoseIfSilentSince(heard, $"The broker at {_options.Address} is silent.");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has ended.
        }
    }

    // A reader that is held back by a full queue can't hear the broker; that is no sign of its death.
    private void LoseIfSilentSince(long heard, string message)
    {
        if (_channel.BytesReceived == heard && !_queue.IsFull)
        {
            Lose(new DisconnectReason(BrokerFailure.Timeout, message));
        }
    }
}
