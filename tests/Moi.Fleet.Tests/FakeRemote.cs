using System.Collections.Concurrent;
using System.Text.Json;
using Moi.Protocol;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;
using Moi.Protocol.Trust;
using Moi.Testing;

namespace Moi.Fleet.Tests;

/// <summary>A remote that does what a test says: answers late, twice, nonsense, or never.</summary>
internal sealed class FakeRemote : IAsyncDisposable
{
    private readonly RawClient _client;
    private readonly Func<FakeRemote, Request, Task> _answer;
    private readonly ConcurrentQueue<Request> _asked = new();
    private readonly ConcurrentQueue<Envelope> _envelopes = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _listening = Task.CompletedTask;

    private FakeRemote(RawClient client, string id, Func<FakeRemote, Request, Task> answer)
    {
        _client = client;
        _answer = answer;
        Id = id;
    }

    public string Id { get; }

    public Topics Topics { get; } = new();

    public Guid Incarnation { get; } = Guid.NewGuid();

    /// <summary>All requests that came, the same one as often as it came.</summary>
    public IReadOnlyList<Request> Asked => [.. _asked];

    /// <summary>What they came in.</summary>
    public IReadOnlyList<Envelope> Envelopes => [.. _envelopes];

    /// <summary>Connects and, unless it is a stranger, says that it is there.</summary>
    /// <param name="port">The broker's port.</param>
    /// <param name="id">Its id, name and address.</param>
    /// <param name="answer">Told of each request; null says nothing to any.</param>
    /// <param name="isKnown">Whether it tells its presence.</param>
    public static async Task<FakeRemote> StartAsync(
        int port, string id, Func<FakeRemote, Request, Task>? answer = null, bool isKnown = true)
    {
        FakeRemote made = new(await RawClient.ConnectAsync(port), id, answer ?? ((_, _) => Task.CompletedTask));
        await made._client.SubscribeAsync(made.Topics.AskAll, quality: 1);
        await made._client.SubscribeAsync(made.Topics.AskRemote(id), quality: 1);
        made._listening = made.ListenAsync();
        if (isKnown)
        {
            await made.IsOnlineAsync(epoch: 1);
        }

        return made;
    }

    public Task IsOnlineAsync(long epoch) => StateAsync(epoch, online: true);

    public Task IsOfflineAsync(long epoch) => StateAsync(epoch, online: false);

    /// <summary>Says something to a request.</summary>
    public Task SayAsync(Request request, ReplyKind kind, int beat = 0) => SayAsync(request, JsonSerializer.SerializeToUtf8Bytes(
        new Reply { Request = request.Id, Kind = kind, Address = Id, Name = Id, BeatMilliseconds = beat }, MessageJson.Wire.Reply));

    /// <summary>Refuses a request because it does not know the time.</summary>
    public Task ChallengeAsync(Request request, string nonce) => SayAsync(request, JsonSerializer.SerializeToUtf8Bytes(
        new Reply
        {
            Request = request.Id,
            Kind = ReplyKind.Refused,
            Address = Id,
            Name = Id,
            Error = new Fault(FaultCode.ClockUnsure, "What time is it?"),
            Value = JsonSerializer.SerializeToElement(new ClockChallenge(nonce), MessageJson.Wire.ClockChallenge),
        },
        MessageJson.Wire.Reply));

    /// <summary>Says anything to a request's asker.</summary>
    public Task SayAsync(Request request, byte[] payload) =>
        _client.PublishAsync(Topics.Tell(request.User, request.Session, Id), payload, quality: 1);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        await _client.DisposeAsync();
        _stop.Dispose();
    }

    private Task StateAsync(long epoch, bool online) => _client.PublishAsync(
        Topics.State(Id),
        JsonSerializer.SerializeToUtf8Bytes(
            new PresenceMessage
            {
                Id = Id,
                Address = Id,
                Name = Id,
                Moid = "1.0.0",
                Architecture = "x64",
                Online = online,
                Farewell = online ? null : Farewell.Lost,
                Incarnation = Incarnation,
                Epoch = epoch,
            },
            MessageJson.Wire.PresenceMessage),
        quality: 1,
        retain: true,
        (uint)PresenceMessage.Expiry.TotalSeconds);

    private async Task ListenAsync()
    {
        try
        {
            await foreach (RawMessage message in _client.Messages.ReadAllAsync(_stop.Token))
            {
                Request request = Envelope.Open(message.Payload).ReadRequest();
                if (request.Audience.Remotes?.Contains(Id) != false)
                {
                    _asked.Enqueue(request);
                    _envelopes.Enqueue(Envelope.Open(message.Payload));
                    await _answer(this, request);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
