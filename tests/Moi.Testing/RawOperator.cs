using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Moi.Protocol;
using Moi.Protocol.Filters;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;
using Moi.Protocol.Trust;

namespace Moi.Testing;

/// <summary>A reply, and the remote that said it.</summary>
public sealed record RawReply(string From, Reply Reply, bool IsRetained);

/// <summary>
/// An operator without the module: it publishes requests, or anything else, and keeps all that remotes say.
/// </summary>
public sealed class RawOperator : IAsyncDisposable
{
    private readonly RawClient _client;
    private readonly ConcurrentQueue<RawReply> _replies = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Reply>> _words = new();
    private readonly ConcurrentQueue<PresenceMessage> _presence = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;

    private RawOperator(RawClient client, string name)
    {
        _client = client;
        Name = name;
    }

    /// <summary>Who asks.</summary>
    public string Name { get; }

    /// <summary>The session, a level of the reply topic.</summary>
    public string Session { get; } = Guid.NewGuid().ToString("N")[..16];

    /// <summary>Where everything is.</summary>
    public Topics Topics { get; } = new();

    /// <summary>The clock of this operator.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Signs all requests; null to leave them unsigned.</summary>
    public OperatorKey? Key { get; set; }

    /// <summary>All replies so far, in order.</summary>
    public IReadOnlyList<RawReply> Replies => [.. _replies];

    /// <summary>All that was said on state topics so far, in order.</summary>
    public IReadOnlyList<PresenceMessage> Presence => [.. _presence];

    /// <summary>Connects to a broker on a loopback port and listens.</summary>
    /// <param name="port">The port.</param>
    /// <param name="name">Its name, and its user name where it has a password.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="password">For a broker with users.</param>
    public static async Task<RawOperator> ConnectAsync(int port, string name = "ann", TimeProvider? time = null, string? password = null)
    {
        RawOperator made = new(password is null ? await RawClient.ConnectAsync(port) : await RawClient.ConnectAsync(port, name, password), name) { Time = time ?? TimeProvider.System };
        await made._client.SubscribeAsync(made.Topics.EveryTell(name, made.Session));
        await made._client.SubscribeAsync(made.Topics.EveryState);
        made._reading = made.ReadAsync();
        return made;
    }

    /// <summary>A request to everyone, which the caller changes as it likes.</summary>
    public Request Request(string verb, string? arguments = null) => new()
    {
        Version = Protocol.Messages.Request.CurrentVersion,
        Id = Protocol.Messages.Request.NewId(),
        Operator = Name,
        User = Name,
        Session = Session,
        Audience = Audience.Everyone,
        Verb = verb,
        Arguments = Json(arguments ?? "{}"),
        IssuedAt = Time.GetUtcNow().ToUnixTimeMilliseconds(),
        TimeToLive = 120,
    };

    /// <summary>Reads keys.</summary>
    public Request Get(params string[] keys) => Request(Verb.Get, $$"""{"keys":{{JsonSerializer.Serialize(keys)}}}""");

    /// <summary>Changes keys; <paramref name="keys"/> is a JSON object.</summary>
    public Request Set(string keys) => Request(Verb.Set, $$"""{"set":{{keys}}}""");

    /// <summary>Runs a command; <paramref name="more"/> are further members of its arguments, each with a comma before it.</summary>
    public Request Run(string command, string more = "") =>
        Request(Verb.Run, $$"""{"command":{{JsonSerializer.Serialize(command)}}{{more}}}""");

    /// <summary>Cancels a request.</summary>
    public Request Cancel(Request request) => Request(Verb.Cancel, $$"""{"request":"{{request.Id}}"}""");

    /// <summary>Publishes a request and waits for the broker.</summary>
    public Task SendAsync(Request request, string? topic = null) => SendAsync(Envelope.Seal(request, Key), topic);

    /// <summary>Publishes bytes and waits for the broker.</summary>
    public Task SendAsync(ReadOnlyMemory<byte> bytes, string? topic = null, bool retain = false) =>
        _client.PublishAsync(topic ?? Topics.AskAll, bytes, quality: 1, retain);

    /// <summary>Publishes a request and waits for the last word of one remote.</summary>
    public async Task<Reply> AskAsync(Request request, string? topic = null)
    {
        await SendAsync(request, topic);
        return await LastWordAsync(request);
    }

    /// <summary>The last words that were said to a request so far.</summary>
    public IReadOnlyList<Reply> LastWords(Request request) =>
        [.. WordsOn(request).Where(reply => reply.Kind is not (ReplyKind.Ack or ReplyKind.Queued or ReplyKind.Out))];

    /// <summary>All that was said to a request so far.</summary>
    public IReadOnlyList<Reply> WordsOn(Request request) => [.. _words.GetValueOrDefault(request.Id) ?? []];

    /// <summary>Waits for a last word.</summary>
    /// <param name="request">The request.</param>
    /// <param name="number">Which, counted from 1.</param>
    public async Task<Reply> LastWordAsync(Request request, int number = 1)
    {
        await Eventually.Holds(() => LastWords(request).Count >= number, $"last word {number} on '{request.Verb}'");
        return LastWords(request)[number - 1];
    }

    /// <summary>Waits for a word of a kind.</summary>
    public Task HearsAsync(Request request, ReplyKind kind, int times = 1) => Eventually.Holds(
        () => WordsOn(request).Count(word => word.Kind == kind) >= times, $"'{kind}' to '{request.Verb}', {times} times");

    /// <summary>JSON that outlives its document.</summary>
    public static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>An envelope round a request whose arguments are any text at all.</summary>
    public static byte[] EnvelopeOf(Request request, string arguments)
    {
        string body = Encoding.UTF8.GetString(Envelope.Open(Envelope.Seal(request with { Arguments = Json("[\"here\"]") })).Body.Span);
        string payload = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(body.Replace("[\"here\"]", arguments)));
        return Encoding.UTF8.GetBytes($$"""{"payload":"{{payload}}","protected":"eyJhbGciOiJub25lIn0","signature":""}""");
    }

    /// <summary>A filter, as people write it.</summary>
    public static Filter Where(string filter) => Filter.Parse(filter);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        await _client.DisposeAsync();
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (RawMessage message in _client.Messages.ReadAllAsync(_stop.Token))
            {
                Keep(message);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private void Keep(RawMessage message)
    {
        if (!Topics.TryReadState(message.Topic, out _))
        {
            Topics.TryReadSender(message.Topic, out string from);
            Reply reply = Reply.Read(message.Payload);
            _replies.Enqueue(new RawReply(from, reply, message.Retain));
            _words.GetOrAdd(reply.Request, _ => new ConcurrentQueue<Reply>()).Enqueue(reply);
        }
        else if (Said(message) is { } said)
        {
            _presence.Enqueue(said);
        }
    }

    /// <summary>Null where it is no presence message: tests put other things in its place.</summary>
    private static PresenceMessage? Said(RawMessage message)
    {
        try
        {
            return JsonSerializer.Deserialize(message.Payload, MessageJson.Wire.PresenceMessage);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
