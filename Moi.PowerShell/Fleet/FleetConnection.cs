using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Channels;
using Moi.Daemon.Files;
using Moi.PowerShell.Fleet.Files;
using Moi.PowerShell.Groups;
using Moi.Protocol;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;
using Moi.Protocol.Transport;

namespace Moi.PowerShell.Fleet;

/// <summary>
/// An operator's connection to one fleet: it follows everyone's presence, asks questions and hands each answer to the question
/// it belongs to. Any number of questions may be open at once, from any thread.
/// </summary>
internal sealed class FleetConnection : IAsyncDisposable
{
    /// <summary>As many as one command may leave behind; those of another command on this machine must not be deleted under way.</summary>
    private const int PartsKept = 256;

    private static readonly TimeSpan SnapshotTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);

    private readonly FleetSettings _settings;
    private readonly TimeProvider _time;
    private readonly MqttSession _mqtt;
    private readonly string _session = Convert.ToHexString(RandomNumberGenerator.GetBytes(8)).ToLowerInvariant();
    private readonly ConcurrentDictionary<string, Inquiry> _inquiries = new(StringComparer.Ordinal);
    private readonly Snapshot _snapshot = new();
    private readonly StateProbe _probe = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly SharedLife _life;
    private Task _reading = Task.CompletedTask;
    private long _heardOn;

    private FleetConnection(FleetSettings settings, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        Topics = new Topics(settings.TopicRoot);
        Presence = new PresenceBook(time);
        Groups = new GroupBook(settings.GroupsFolder);
        _mqtt = new MqttSession(
            settings.Broker with { ClientId = $"moi-{settings.Operator}-{_session}" }, time);
        _mqtt.OnConnected = OnConnectedAsync;
        _life = new SharedLife(EndAsync);
        Transfers = new Transfers(_mqtt, Topics, Notices);
        Parts = new PartBook(settings.PartsFolder, time, PartsKept);
    }

    /// <summary>Where this fleet's messages go.</summary>
    public Topics Topics { get; }

    /// <summary>What is known of everyone.</summary>
    public PresenceBook Presence { get; }

    /// <summary>The groups of this fleet.</summary>
    public GroupBook Groups { get; }

    /// <summary>The files that are sent and fetched now.</summary>
    public Transfers Transfers { get; }

    /// <summary>Where the parts of files lie that were not fetched whole.</summary>
    public PartBook Parts { get; }

    /// <summary>What went wrong beside the questions; commands show it with -Verbose.</summary>
    public Notices Notices { get; } = new();

    /// <summary>What this connection was made with.</summary>
    public FleetSettings Settings => _settings;

    /// <summary>Whether the broker holds the connection now; it is made again by itself where it does not.</summary>
    public bool IsConnected => _mqtt.IsConnected;

    /// <summary>The operator's clock.</summary>
    public TimeProvider Clock => _time;

    /// <summary>Connects, and returns when everyone's presence is known.</summary>
    /// <exception cref="BrokerException">The broker cannot be reached, or refuses; the message says what to do.</exception>
    public static async Task<FleetConnection> ConnectAsync(
        FleetSettings settings, CancellationToken cancellationToken, TimeProvider? time = null)
    {
        FleetConnection connection = new(settings, time ?? TimeProvider.System);
        try
        {
            await connection.StartAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Where the connection was lost, makes it again now instead of when its next attempt is due.</summary>
    /// <returns>When it is there, and everyone's presence is known.</returns>
    /// <exception cref="BrokerException">The broker cannot be reached, or the connection was ended for good.</exception>
    public async Task ReconnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _mqtt.ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            throw Ended();
        }
    }

    /// <summary>
    /// Asks a question and gives each remote's outcome as it comes; those that do not answer come last. Ends when everyone on
    /// the roll has answered or is given up. When the caller stops early, those still at work are told to end if the question
    /// says so.
    /// </summary>
    /// <exception cref="BrokerException">The broker refused the request, or its connection was lost and not made again in time.</exception>
    public async IAsyncEnumerable<AskEvent> AskAsync(
        Question question, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (question.Target.IsNobody)
        {
            yield break;
        }

        Post post = new(_mqtt, Topics, Notices, _settings, RequestFor(question), question.Target, _time);
        Inquiry inquiry = new(question, post, _time);
        _inquiries[question.Id] = inquiry;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
        Channel<AskEvent> events = Channel.CreateUnbounded<AskEvent>();
        Task<bool> asking = RunAsync(inquiry, events, stop.Token);
        try
        {
            await foreach (AskEvent happened in events.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return happened;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            bool isLeft = await asking.ConfigureAwait(false);
            _inquiries.TryRemove(question.Id, out _);
            if (isLeft && question.IsCancelled && !_ended.IsCancellationRequested)
            {
                await post.CancelAsync(_time.GetUtcNow()).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Makes the broker forget a remote, so that nobody expects it any more.</summary>
    /// <returns>Whether the broker took that within the time; one whose access rules forbid it may say nothing.</returns>
    /// <exception cref="BrokerException">It refused.</exception>
    public async Task<bool> ForgetAsync(string id, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(timeout);
        using PresenceWatch watch = new(Presence);
        bool isKnown = Presence.Find(id) is not null;
        try
        {
            await _mqtt.PublishAsync(Topics.State(id), ReadOnlyMemory<byte>.Empty, MqttQuality.AtLeastOnce, retain: true, cancel: bound.Token)
                .ConfigureAwait(false);
            while (isKnown)
            {
                // One that is online speaks again at once; what counts is that it was gone in between.
                PresenceChange change = await watch.TakeAsync(bound.Token).ConfigureAwait(false);
                isKnown = change.Now is not null || change.Before!.Id != id;
            }

            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Keeps the connection beyond its owner's <see cref="DisposeAsync"/>, for one who still works with it.</summary>
    /// <returns>What is disposed when that is over.</returns>
    /// <exception cref="BrokerException">The connection was ended.</exception>
    public IAsyncDisposable Hold() => _life.Hold() ?? throw Ended();

    /// <summary>Says goodbye to the broker, as soon as nobody holds the connection any more. Questions that are open then end with an error.</summary>
    public ValueTask DisposeAsync() => _life.ReleaseAsync();

    private async Task EndAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _mqtt.DisposeAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
    }

    private BrokerException Ended() => new(
        BrokerFailure.NotConnected,
        $"This connection to the broker {_settings.Broker.Host}:{_settings.Broker.Port} was ended; Connect-MoiBroker makes another.");

    /// <summary>
    /// Runs an inquiry at its own pace, whatever time its asker takes over an answer: the unheard are asked again meanwhile, and
    /// nobody is given up for the asker's own silence.
    /// </summary>
    /// <returns>Whether somebody may be left who still works on it.</returns>
    private async Task<bool> RunAsync(Inquiry inquiry, Channel<AskEvent> events, CancellationToken stop)
    {
        bool isLeft = false;
        try
        {
            IEnumerable<RemotePresence> latest = inquiry.Expected.Select(remote => Presence.Find(remote.Id) ?? remote);
            await foreach (AskEvent happened in inquiry.RunAsync(latest, stop).ConfigureAwait(false))
            {
                isLeft |= happened is AskEvent.Settled { Outcome.Absence.Kind: AbsenceKind.OutOfTime };

                // Progress that nobody has looked at yet makes way for what follows.
                if (happened is not AskEvent.Waiting || events.Reader.Count == 0)
                {
                    events.Writer.TryWrite(happened);
                }
            }

            events.Writer.Complete();
            return isLeft;
        }
        catch (Exception e)
        {
            // It comes out where the events are read.
            events.Writer.Complete(e is OperationCanceledException && _ended.IsCancellationRequested ? Ended() : e);
            return true;
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await _mqtt.SubscribeAsync(Topics.EveryTell(_settings.User, _session), MqttQuality.AtMostOnce, cancellationToken).ConfigureAwait(false);
        await _mqtt.SubscribeAsync(Topics.EveryState, MqttQuality.AtMostOnce, cancellationToken).ConfigureAwait(false);
        _reading = Task.Run(ReadAsync, CancellationToken.None);
        await _mqtt.ConnectAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A message to ourselves, sent after the subscription to everyone's state: when it is back, all kept states are here.</summary>
    private async Task TakeSnapshotAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(SnapshotTimeout);
        (byte[] sentinel, Task back) = _snapshot.Begin();
        try
        {
            await _mqtt.PublishAsync(
                Topics.Tell(_settings.User, _session, _settings.User), sentinel, MqttQuality.AtMostOnce, cancel: bound.Token).ConfigureAwait(false);
            await back.WaitAsync(bound.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BrokerException(
                BrokerFailure.NotAuthorized,
                $"The broker {_settings.Broker.Host}:{_settings.Broker.Port} does not give back what '{_settings.User}' tells itself "
                + $"on '{Topics.EveryTell(_settings.User, _session)}'; let its access rules allow that.");
        }

        if (Presence.Remotes.All(remote => remote.State == PresenceState.Unknown))
        {
            await ProbeStatesAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Nobody's state came. Brokers say nothing to one who may not read a topic, so whether there is nobody or it may not is told apart
    /// by something of our own there, which the broker keeps for nobody and means nothing to others.
    /// </summary>
    private async Task ProbeStatesAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(ProbeTimeout);
        Task back = _probe.Begin();
        try
        {
            await _mqtt.PublishAsync(
                Topics.State(_session), ReadOnlyMemory<byte>.Empty, MqttQuality.AtLeastOnce, cancel: bound.Token).ConfigureAwait(false);
            await back.WaitAsync(bound.Token).ConfigureAwait(false);
        }
        catch (BrokerException e) when (e.Kind == BrokerFailure.NotAuthorized)
        {
            // It may not write there, which it need not; whether it may read cannot be found out.
            Notices.Add($"No remote is known, and whether '{_settings.User}' may read of them cannot be told: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BrokerException(
                BrokerFailure.NotAuthorized,
                $"The broker {_settings.Broker.Host}:{_settings.Broker.Port} shows '{_settings.User}' no remote, and not what it says itself on "
                + $"'{Topics.EveryState}'; let its access rules allow operators to read that, or no remote will ever be seen.");
        }
    }

    private async ValueTask OnConnectedAsync(ConnectionInfo connection, CancellationToken cancellationToken)
    {
        await TakeSnapshotAsync(cancellationToken).ConfigureAwait(false);
        Tell(new Word(null, null));
        Transfers.Wake();
    }

    private async Task ReadAsync()
    {
        await foreach (MqttMessage message in _mqtt.Messages.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                Read(message);
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentException or OverflowException)
            {
                Notices.Add($"A message on {message.Topic} cannot be read: {e.Message}");
            }
        }
    }

    private void Read(MqttMessage message)
    {
        // Between the last message of a connection and the first of the next; at any other moment some would be heard too soon
        // or too late.
        if (message.Connection != _heardOn)
        {
            _heardOn = message.Connection;
            Presence.ForgetStates();
        }

        if (Topics.TryReadState(message.Topic, out string id))
        {
            if (id == _session)
            {
                _probe.End();
            }
            else if (Presence.Hear(id, message.Payload.Span, message.Retain, message.Expiry) is { } presence)
            {
                Tell(new Word(presence, null));
            }
        }
        else if (!Transfers.TryPut(message) && !_snapshot.TryEnd(message.Payload.Span) && Topics.TryReadSender(message.Topic, out id))
        {
            Reply reply = Reply.Read(message.Payload.Span);
            if (_inquiries.TryGetValue(reply.Request, out Inquiry? inquiry))
            {
                inquiry.Hear(new Word(Presence.Find(id) ?? Stranger(id, reply), reply)
                {
                    HeardAt = _time.GetUtcNow(),
                    Timestamp = _time.GetTimestamp(),
                });
            }
        }
    }

    private void Tell(Word word)
    {
        foreach (Inquiry inquiry in _inquiries.Values)
        {
            inquiry.Hear(word);
        }
    }

    private Request RequestFor(Question question) => new()
    {
        Version = Request.CurrentVersion,
        Id = question.Id,
        Operator = _settings.Operator,
        User = _settings.User,
        Session = _session,
        Audience = question.Target.Audience,
        Filter = question.Target.Filter,
        Verb = question.Verb,
        Arguments = question.Arguments,
        IssuedAt = _time.GetUtcNow().ToUnixTimeMilliseconds(),
        TimeToLive = question.TimeToLive,
        SpreadMilliseconds = (int)question.Roll.Spread.TotalMilliseconds,
        RollSize = question.Target.Expected.Count,
    };

    private static RemotePresence Stranger(string id, Reply reply) => new(
        new PresenceMessage
        {
            Id = id,
            Address = reply.Address,
            Name = reply.Name,
            Moid = string.Empty,
            Architecture = string.Empty,
            Online = true,
            Incarnation = Guid.Empty,
            Epoch = 0,
        },
        PresenceState.Unknown,
        null,
        Clashes: false);
}
