using Microsoft.Extensions.Logging;

namespace Moi.Protocol.Transport;

/// <summary>
/// Opens one connection after the other. Started by the first <see cref="ConnectAsync"/> or by <see cref="RunAsync"/>;
/// ends when it is stopped, or when the very first attempt fails and nobody asked for more than one.
/// </summary>
internal sealed class ReconnectLoop : IAsyncDisposable
{
    private readonly MqttSessionOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Func<CancellationToken, Task<MqttConnection>> _open;
    private readonly Action<DisconnectReason?> _close;
    private readonly Backoff _backoff;
    private readonly CancellationTokenSource _stop = new();
    private readonly object _gate = new();
    private Task _running = Task.CompletedTask;
    private bool _isRunning;
    private bool _keepTrying;
    private MqttConnection? _ready;
    private TaskCompletionSource? _outcome;
    private TaskCompletionSource? _hurry;
    private string? _lastFailure;

    /// <summary>Makes the loop; nothing runs yet.</summary>
    /// <param name="options">The waits.</param>
    /// <param name="logger">Told of failed attempts.</param>
    /// <param name="time">The clock for waits.</param>
    /// <param name="open">Opens a connection and sets it up.</param>
    /// <param name="close">Told when a connection is over: why it was lost, or null when the loop was stopped.</param>
    public ReconnectLoop(
        MqttSessionOptions options, ILogger logger, TimeProvider time,
        Func<CancellationToken, Task<MqttConnection>> open, Action<DisconnectReason?> close)
    {
        _options = options;
        _logger = logger;
        _time = time;
        _open = open;
        _close = close;
        _backoff = new Backoff(options.ReconnectMinimum, options.ReconnectMaximum, Random.Shared.NextDouble);
    }

    /// <summary>See <see cref="MqttSession.ConnectAsync"/>.</summary>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>When a connection is ready.</returns>
    public Task ConnectAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, typeof(MqttSession));
            if (_ready is { Lost.IsCompleted: false })
            {
                return Task.CompletedTask;
            }

            _outcome ??= NewSignal();
            _hurry?.TrySetResult();
            Start();
            return _outcome.Task.WaitAsync(cancel);
        }
    }

    /// <summary>See <see cref="MqttSession.RunAsync"/>.</summary>
    /// <param name="cancel">Stops the loop.</param>
    /// <returns>When it has stopped.</returns>
    public async Task RunAsync(CancellationToken cancel)
    {
        Task running;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, typeof(MqttSession));
            _keepTrying = true;
            Start();
            running = _running;
        }

        try
        {
            await running.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            await DisposeAsync();
        }
    }

    /// <summary>Ends the connection and the loop for good.</summary>
    /// <returns>When both have ended.</returns>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task running;
        lock (_gate)
        {
            running = _running;
        }

        await running;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Start()
    {
        if (!_isRunning)
        {
            _isRunning = true;
            _running = Task.Run(KeepConnectedAsync);
        }
    }

    private async Task KeepConnectedAsync()
    {
        try
        {
            while (await TryOnceAsync() is TimeSpan wait)
            {
                await WaitAsync(wait);
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Stopped in the middle of whatever it was.
            Settle(null, new ObjectDisposedException(nameof(MqttSession), "The session with the broker was closed."));
        }
        catch (Exception mistake)
        {
            // Nobody may wait for a loop that has ended; the mistake shows where the session is run or disposed of.
            _keepTrying = false;
            Settle(null, mistake);
            throw;
        }
    }

    // One attempt, and the life of the connection if it succeeds. Tells how long to wait before the next one; null ends
    // the loop.
    private async Task<TimeSpan?> TryOnceAsync()
    {
        MqttConnection connection;
        try
        {
            connection = await _open(_stop.Token);
        }
        catch (Exception failure) when (!_stop.IsCancellationRequested)
        {
            BrokerException reason = failure as BrokerException ?? CallbackFailed(failure);
            return Settle(null, reason) ? WaitAfter(reason.Kind, reason.Message) : null;
        }

        await using (connection)
        {
            long since = _time.GetTimestamp();
            _lastFailure = null;
            Settle(connection, null);
            DisconnectReason reason;
            try
            {
                reason = await connection.Lost.WaitAsync(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                _close(null);
                throw;
            }

            if (_time.GetElapsedTime(since) >= _options.ReconnectMaximum)
            {
                _backoff.Reset();
            }

            Close(reason);
            return WaitAfter(reason.Kind, reason.Message);
        }
    }

    // Tells those who wait for this attempt how it ended, and whether there will be another one.
    private bool Settle(MqttConnection? connection, Exception? failure)
    {
        TaskCompletionSource? outcome;
        bool another;
        lock (_gate)
        {
            outcome = _outcome;
            _outcome = null;
            _ready = connection;
            _keepTrying |= connection is not null;
            another = _keepTrying && !_stop.IsCancellationRequested;
            _isRunning = another;
        }

        if (failure is null)
        {
            outcome?.SetResult();
        }
        else if (outcome is not null)
        {
            outcome.SetException(failure);

            // Whoever waited may have given up; then nobody else looks at the failure.
            _ = outcome.Task.Exception;
        }

        return another;
    }

    private TimeSpan WaitAfter(BrokerFailure kind, string message)
    {
        TimeSpan wait = _backoff.Next();
        if (kind == BrokerFailure.ClientIdTaken)
        {
            wait = _options.TakeoverDelay * (1 + Random.Shared.NextDouble());
            SessionLog.Taken(_logger, message, wait);
        }
        else if (message != _lastFailure)
        {
            _lastFailure = message;
            SessionLog.Failed(_logger, message);
        }
        else
        {
            SessionLog.FailedAgain(_logger, message, wait);
        }

        return wait;
    }

    private async Task WaitAsync(TimeSpan wait)
    {
        TaskCompletionSource hurry = NewSignal();
        lock (_gate)
        {
            if (_outcome is not null)
            {
                return;
            }

            _hurry = hurry;
        }

        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        await Task.WhenAny(hurry.Task, Task.Delay(wait, _time, enough.Token));
        await enough.CancelAsync();
        _stop.Token.ThrowIfCancellationRequested();
    }

    private void Close(DisconnectReason reason)
    {
        try
        {
            _close(reason);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Someone else's code; the session must outlive it.
            SessionLog.CallbackFailed(_logger, failure);
        }
    }

    private BrokerException CallbackFailed(Exception failure)
    {
        SessionLog.CallbackFailed(_logger, failure);
        return new BrokerException(
            BrokerFailure.Local,
            $"Setting up the connection to the broker at {_options.Address} failed: {OneLine.Of(failure.Message)}",
            failure);
    }
}
