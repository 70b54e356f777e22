using Microsoft.Extensions.Logging;
using Moi.Daemon.Files;
using Moi.Daemon.Jobs;
using Moi.Daemon.Jobs.Book;
using Moi.Daemon.Keys;
using Moi.Daemon.Presence;
using Moi.Daemon.Requests;
using Moi.Daemon.Trust;
using Moi.Daemon.Verbs;
using Moi.Protocol;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;
using Moi.Protocol.Transport;
using Moi.Protocol.Trust;

namespace Moi.Daemon;

/// <summary>
/// One remote: it announces itself, listens for requests, carries them out and answers. It holds nothing static, so that moid
/// runs one, a demo four, and a swarm thousands of them in a process.
/// </summary>
public sealed partial class Remote : IAsyncDisposable
{
    /// <summary>How many requests may be under way or waiting; more would cost memory without bound.</summary>
    private const int MaximumOpen = 512;

    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(2);

    /// <summary>How long the end waits for what is under way; a command that is told to end has a grace of 2 s.</summary>
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(5);

    private readonly Store _store;
    private readonly Memberships _memberships;
    private readonly Topics _topics;
    private readonly MqttSession _mqtt;
    private readonly Herald _herald;
    private readonly Intake _intake;
    private readonly Execution _execution;
    private readonly Strangers _strangers;
    private readonly JobBook _jobs;
    private readonly IncomingBlocks _incoming;
    private readonly PartBook _parts;
    private readonly DiskReserve _reserve;
    private readonly bool _endsJobs;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _restarting = new();
    private readonly UnderWay _underWay = new();
    private long _strange;
    private bool _hasDropped;

    private Remote(RemoteOptions options, Store store, ILogger logger, TimeProvider time)
    {
        _store = store;
        _logger = logger;
        _time = time;
        Id = options.Id ?? store.GeneratedId;
        _topics = new Topics(options.TopicRoot);
        _mqtt = new MqttSession(options.Broker with { ClientId = Id }, logger, time)
        {
            WillFactory = MakeWillAsync,
            OnConnected = AnnounceAsync,
        };
        LossHistory losses = new(time);
        _mqtt.OnLost = _ => losses.Add();
        _herald = new Herald(_mqtt, _topics, SelfOf(options), losses, logger);

        string runs = Directory.CreateDirectory(Path.Combine(options.StoreDirectory, "runs")).FullName;
        RemoteKeys keys = new(options, Id, store.Keys, time);
        _memberships = new Memberships(store.Keys);
        OpenRequests open = new();
        RecentSuccesses successes = new();
        RunSpools spools = new(runs);
        LiveOutputs live = new();
        Destinations destinations = new(keys);
        _incoming = new IncomingBlocks(_mqtt, _topics, Id);
        _parts = new PartBook(Path.Combine(options.StoreDirectory, "parts"), time);
        _reserve = new DiskReserve(options.StoreDirectory, options.ReserveBytes, time, logger);
        _endsJobs = options.EndsJobs;
        _jobs = new JobBook(
            new JobFolders(Path.Combine(options.StoreDirectory, "jobs")),
            new JobKeys(keys, store.Keys),
            options.Runner,
            new JobLimits(),
            logger,
            time);
        Dictionary<string, IVerb> verbs = ByName(
        [
            new GetVerb(keys),
            new ClockVerb(time),
            new SetVerb(keys),
            new JoinVerb(_mqtt, _topics),
            new LeaveVerb(_mqtt, _topics),
            new RunVerb(keys, destinations, spools, live, options.RunLimit, options.Runner),
            new OutputVerb(spools, live, _jobs),
            new StartVerb(_jobs, destinations),
            new JobsVerb(_jobs, Id),
            new WaitVerb(_jobs, Id),
            new StopVerb(_jobs, Id),
            new PushVerb(destinations, _incoming, _parts, _mqtt, _topics, Id, time),
            new FoldersVerb(destinations),
            new FilesVerb(destinations),
            new PullVerb(destinations, _incoming, _mqtt, _topics, Id, time),
            new CancelVerb(open),
            new RestartVerb(_restarting.Cancel),
        ]);
        _intake = new Intake(
            Id,
            _topics.AskRemote(Id),
            new Gate(options.Operators),
            keys,
            _memberships,
            successes,
            store.Journal,
            open,
            new Policy(options, destinations),
            new SignedClock(Path.Combine(options.StoreDirectory, "clock"), options.TrustsClock, time, logger),
            name => verbs.GetValueOrDefault(name) is IKeyVerb or IActingVerb,
            name => verbs.GetValueOrDefault(name) is IResumableVerb,
            time);
        ReplyWriter replies = new(_mqtt, _topics, Id, options, logger);
        Audit audit = new(options, time, logger);
        _strangers = new Strangers(replies, audit, time);
        _execution = new Execution(verbs, store.Journal, open, successes, replies, audit, _reserve, logger, time);
    }

    /// <summary>Told whenever the remote is connected and has said that it is there.</summary>
    public event Action? Announced;

    /// <summary>The remote's lasting identity.</summary>
    public string Id { get; }

    /// <summary>How many messages came that were no requests.</summary>
    public long StrangeMessages => Volatile.Read(ref _strange);

    /// <summary>Opens a remote's store. It does nothing yet.</summary>
    /// <exception cref="StoreException">The store can't be opened; another daemon may hold it.</exception>
    public static Remote Open(RemoteOptions options, ILogger logger, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        time ??= TimeProvider.System;
        return new Remote(options, Store.Open(options.StoreDirectory, logger, time), logger, time);
    }

    /// <summary>
    /// Is a remote, whether or not the broker is there, until told to stop or asked to restart; then says farewell.
    /// </summary>
    /// <returns>Why it ended.</returns>
    public async Task<Farewell> RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _restarting.Token);
        using CancellationTokenSource mqttStopping = new();
        _jobs.Adopt();
        _parts.Tidy();
        await SubscribeAsync().ConfigureAwait(false);
        Task connected = _mqtt.RunAsync(mqttStopping.Token);
        try
        {
            await ListenAsync(stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The way out.
        }

        await FinishAsync().ConfigureAwait(false);
        Farewell farewell = _restarting.IsCancellationRequested ? Farewell.Restart : Farewell.Stopped;
        await SayFarewellAsync(farewell).ConfigureAwait(false);
        await mqttStopping.CancelAsync().ConfigureAwait(false);
        await connected.ConfigureAwait(false);
        if (_endsJobs && farewell == Farewell.Stopped)
        {
            await _jobs.StopAllAsync().ConfigureAwait(false);
        }

        return farewell;
    }

    /// <summary>Closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await _mqtt.DisposeAsync().ConfigureAwait(false);
        await _jobs.DisposeAsync().ConfigureAwait(false);
        await _reserve.Taking.ConfigureAwait(false);
        await _store.DisposeAsync().ConfigureAwait(false);
        _restarting.Dispose();
    }

    private PresenceMessage SelfOf(RemoteOptions options) => new()
    {
        Id = Id,
        Address = options.Address,
        Name = options.Name,
        Moid = DaemonVersion.Text,
        Architecture = Herald.Architecture,
        Online = true,
        Incarnation = _store.Incarnation,
        Epoch = 0,
        Warnings = options.Warnings.Count > 0 ? options.Warnings : null,
    };

    private static Dictionary<string, IVerb> ByName(IEnumerable<IVerb> verbs) => verbs.ToDictionary(verb => verb.Name, StringComparer.Ordinal);

    private async Task SubscribeAsync()
    {
        await _mqtt.SubscribeAsync(_topics.AskAll, MqttQuality.AtLeastOnce).ConfigureAwait(false);
        await _mqtt.SubscribeAsync(_topics.AskRemote(Id), MqttQuality.AtLeastOnce).ConfigureAwait(false);
        await _mqtt.SubscribeAsync(_topics.State(Id), MqttQuality.AtMostOnce).ConfigureAwait(false);
        foreach (string group in _memberships.Names)
        {
            await _mqtt.SubscribeAsync(_topics.AskGroup(group), MqttQuality.AtLeastOnce).ConfigureAwait(false);
        }
    }

    private async ValueTask<WillMessage?> MakeWillAsync(CancellationToken cancellationToken)
    {
        long epoch;
        _reserve.Ease();
        try
        {
            epoch = await _store.NextEpochAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException e)
        {
            // A device whose disk is full must be there to be helped. After its next start the number may be used twice, which
            // only means that a question under way then is asked again later.
            LogEpochNotKept(_logger, e.Message);
            epoch = _herald.NextEpoch(_store.Epoch);
        }

        return _herald.WillOf(epoch);
    }

    private async ValueTask AnnounceAsync(ConnectionInfo connection, CancellationToken cancellationToken)
    {
        await _herald.AnnounceAsync(cancellationToken).ConfigureAwait(false);
        Announced?.Invoke();
    }

    private async Task ListenAsync(CancellationToken stopping)
    {
        await foreach (MqttMessage message in _mqtt.Messages.ReadAllAsync(stopping).ConfigureAwait(false))
        {
            try
            {
                Hear(message, stopping);
            }
            catch (Exception e)
            {
                // Nothing like this should happen; but what one message holds must not end the listening. Said once, as whoever can
                // make it happen can do so again and again.
                if (!_hasDropped)
                {
                    _hasDropped = true;
                    LogDropped(_logger, message.Topic, e);
                }
            }
        }
    }

    private void Hear(MqttMessage message, CancellationToken stopping)
    {
        if (_topics.TryReadState(message.Topic, out _))
        {
            _herald.Hear(message.Payload.Span, stopping);
        }
        else if (!_incoming.TryPut(message))
        {
            Take(message, stopping);
        }
    }

    private void Take(MqttMessage message, CancellationToken stopping)
    {
        Admission admission;
        try
        {
            admission = _intake.Admit(message);
        }
        catch (EnvelopeException e)
        {
            // Counted always, said once: whoever floods a remote must not fill its log.
            if (Interlocked.Increment(ref _strange) == 1)
            {
                LogStrange(_logger, message.Topic, e.Message);
            }

            return;
        }

        if (admission is Admission.TurnedAway stranger)
        {
            _ = TurnAwayAsync(stranger, stopping);
        }
        else if (admission is Admission.Answered answered)
        {
            // One who is asked on its own topic answers at once: who asks again sees to it that not all are asked together.
            TimeSpan delay = message.Topic == _topics.AskAll ? Spread.Of(Id, answered.Request.SpreadMilliseconds) : TimeSpan.Zero;
            _ = HandleAsync(answered, delay, stopping);
        }
    }

    private async Task TurnAwayAsync(Admission.TurnedAway stranger, CancellationToken stopping)
    {
        if (stranger.Request is null)
        {
            Interlocked.Increment(ref _strange);
        }

        try
        {
            await _strangers.TurnAwayAsync(stranger, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The daemon ends.
        }
    }

    private async Task HandleAsync(Admission.Answered admission, TimeSpan delay, CancellationToken stopping)
    {
        int open = _underWay.Enter();
        try
        {
            if (open > MaximumOpen && !(IsCancellation(admission) && open <= 3 * MaximumOpen))
            {
                // Of as many again not even that is said; who is not heard is asked again.
                await (open > 2 * MaximumOpen ? Task.CompletedTask : PutOffAsync(admission, stopping)).ConfigureAwait(false);
                return;
            }

            if (delay > TimeSpan.Zero)
            {
                await Task.Delay(delay, _time, stopping).ConfigureAwait(false);
            }

            await _execution.HandleAsync(admission, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The daemon ends; what has begun is in the journal.
        }
        catch (Exception e)
        {
            // One request must not take the daemon with it, but nothing like this should happen: it is said with all there is.
            LogFailed(_logger, e);
        }
        finally
        {
            _underWay.Leave();
        }
    }

    /// <summary>Whether it makes room, and takes next to none: then it has places of its own, on top of all others.</summary>
    private static bool IsCancellation(Admission.Answered admission) => admission is Admission.Accepted { Request.Verb: Verb.Cancel };

    /// <remarks>
    /// Only of a new request is it true that nothing was done. A repeat is answered all the same: that takes neither time nor room.
    /// </remarks>
    private Task PutOffAsync(Admission.Answered admission, CancellationToken stopping) => admission is Admission.Accepted
        ? _execution.SayBusyAsync(admission.Request, stopping)
        : _execution.HandleAsync(admission, stopping);

    /// <summary>Waits, for a bounded time, until what is under way has come to an end and is in the journal.</summary>
    private async Task FinishAsync()
    {
        try
        {
            await _underWay.NoneAsync().WaitAsync(EndTimeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            LogUnfinished(_logger);
        }
    }

    private async Task SayFarewellAsync(Farewell farewell)
    {
        using CancellationTokenSource bound = new(FarewellTimeout);
        try
        {
            await _herald.SayFarewellAsync(farewell, bound.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is BrokerException or OperationCanceledException)
        {
            // Without a broker there is nobody to say it to; its will has spoken, or will.
            LogNoFarewell(_logger, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message on {Topic} was passed over, and others like it will be: {Reason}")]
    private static partial void LogStrange(ILogger logger, string topic, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A message on {Topic} could not be dealt with and was dropped; others like it will be without a word")]
    private static partial void LogDropped(ILogger logger, string topic, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "This connection's number could not be kept: {Reason}")]
    private static partial void LogEpochNotKept(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request could not be handled")]
    private static partial void LogFailed(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Requests are still under way; how they end is not known after the next start")]
    private static partial void LogUnfinished(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "No farewell could be said: {Reason}")]
    private static partial void LogNoFarewell(ILogger logger, string reason);
}
