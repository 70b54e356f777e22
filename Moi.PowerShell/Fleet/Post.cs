using System.Collections.Concurrent;
using System.Text.Json;
using Moi.Protocol;
using Moi.Protocol.Messages;
using Moi.Protocol.Transport;
using Moi.Protocol.Trust;

namespace Moi.PowerShell.Fleet;

/// <summary>
/// Carries one question as a request in its envelope, which is sealed once: asking again sends the same bytes. Only a remote that
/// cannot tell the time is sent others: the same request for it alone, signed once more with the nonce that it gave.
/// </summary>
internal sealed class Post : IPost
{
    /// <summary>How often one remote's word that it does not know the time is answered; a nonce gets lost at times, not always.</summary>
    private const int MostNonces = 3;

    private static readonly TimeSpan CancelTimeout = TimeSpan.FromSeconds(1);

    private readonly MqttSession _mqtt;
    private readonly Topics _topics;
    private readonly Notices _notices;
    private readonly FleetSettings _settings;
    private readonly Request _request;
    private readonly TimeProvider _time;
    private readonly HashSet<string> _expected;
    private readonly byte[] _envelope;
    private readonly ConcurrentDictionary<string, Proof> _proofs = new(StringComparer.Ordinal);

    /// <exception cref="EnvelopeException">The request is larger than a remote would look into.</exception>
    public Post(MqttSession mqtt, Topics topics, Notices notices, FleetSettings settings, Request request, Target target, TimeProvider time)
    {
        _time = time;
        _expected = [.. target.Expected.Select(remote => remote.Id)];
        _mqtt = mqtt;
        _topics = topics;
        _notices = notices;
        _settings = settings;
        _request = request;
        _envelope = Envelope.Seal(request, settings.Key);
    }

    /// <inheritdoc/>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _mqtt.PublishAsync(TopicOf(_request.Audience), _envelope, MqttQuality.AtLeastOnce, cancel: cancellationToken).ConfigureAwait(false);
        }
        catch (BrokerException e) when (e.Kind == BrokerFailure.ConnectionLost)
        {
            // It may have gone out. Whoever is not heard is asked again when there is another connection.
            _notices.Add($"Request {_request.Id}: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public void AskAgain(string id) => _ = AskAgainAsync(id);

    /// <inheritdoc/>
    public bool TakesAnswer(string id, Reply reply)
    {
        if (reply is not { Kind: ReplyKind.Refused, Error: { } fault })
        {
            return false;
        }

        if (fault.Code == FaultCode.IdReused)
        {
            // The first request, as it came once more after the second was taken.
            return _proofs.ContainsKey(id);
        }

        return fault.Code == FaultCode.ClockUnsure && NonceOf(reply) is { } nonce && TrySignAgain(id, nonce);
    }

    /// <inheritdoc/>
    public void RequireConnection(int missing, int all)
    {
        if (!_mqtt.IsConnected)
        {
            throw new BrokerException(
                BrokerFailure.NotConnected,
                $"The connection to the broker {_settings.Broker.Host}:{_settings.Broker.Port} was lost before {missing} of {all} remotes had answered.");
        }
    }

    /// <summary>Tells those who still work on the question to end.</summary>
    /// <param name="now">When it is cancelled: long after it was asked, perhaps, and a request of that age would be refused.</param>
    public async Task CancelAsync(DateTimeOffset now)
    {
        // Without the filter: who began because its keys matched may have other keys by now.
        Request cancel = _request with
        {
            Id = Request.NewId(),
            IssuedAt = now.ToUnixTimeMilliseconds(),
            Filter = null,
            Verb = Verb.Cancel,
            Arguments = JsonSerializer.SerializeToElement(new CancelArguments(_request.Id), MessageJson.Wire.CancelArguments),
        };
        try
        {
            using CancellationTokenSource bound = new(CancelTimeout);
            await _mqtt.PublishAsync(
                TopicOf(_request.Audience), Envelope.Seal(cancel, _settings.Key), MqttQuality.AtLeastOnce, cancel: bound.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is BrokerException or OperationCanceledException)
        {
            _notices.Add($"Request {_request.Id} could not be cancelled: {e.Message}");
        }
    }

    /// <remarks>Whatever asks for it, only one who was meant gets the request: the broker could have others ask.</remarks>
    private bool TrySignAgain(string id, string nonce)
    {
        Proof? before = _proofs.GetValueOrDefault(id);
        if (before?.Nonce == nonce)
        {
            return true;
        }

        if (_settings.Key is null || before?.Number >= MostNonces || !(_request.Audience.All || _expected.Contains(id)))
        {
            return false;
        }

        Request proven = _request with
        {
            Audience = Audience.Of([id]),
            IssuedAt = _time.GetUtcNow().ToUnixTimeMilliseconds(),
            SpreadMilliseconds = 0,
            Nonce = nonce,
        };
        _proofs[id] = new Proof(nonce, (before?.Number ?? 0) + 1, Envelope.Seal(proven, _settings.Key));
        AskAgain(id);
        return true;
    }

    private static string? NonceOf(Reply reply)
    {
        try
        {
            return reply.Value?.Deserialize(MessageJson.Wire.ClockChallenge) is { Nonce: { } nonce } && Token.IsValid(nonce) ? nonce : null;
        }
        catch (JsonException)
        {
            // Then it is a refusal like any other.
            return null;
        }
    }

    private async Task AskAgainAsync(string id)
    {
        try
        {
            await _mqtt.PublishAsync(_topics.AskRemote(id), _proofs.GetValueOrDefault(id)?.Envelope ?? _envelope, MqttQuality.AtLeastOnce).ConfigureAwait(false);
        }
        catch (BrokerException e)
        {
            // The roll goes on counting: the remote is asked again when the connection is back, or named as missing.
            _notices.Add($"{id} could not be asked again: {e.Message}");
        }
    }

    private string TopicOf(Audience audience) => audience switch
    {
        { Remotes: [string only] } => _topics.AskRemote(only),
        { Group: { } group } => _topics.AskGroup(group.Name),
        _ => _topics.AskAll,
    };

    /// <summary>A request signed for one remote, with its nonce; the number counts them.</summary>
    private sealed record Proof(string Nonce, int Number, byte[] Envelope);
}
