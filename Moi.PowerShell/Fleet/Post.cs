using System.Text.Json;
using Moi.Protocol;
using Moi.Protocol.Messages;
using Moi.Protocol.Transport;
using Moi.Protocol.Trust;

namespace Moi.PowerShell.Fleet;

/// <summary>Carries one question as a request in its envelope, which is sealed once: asking again sends the same bytes.</summary>
internal sealed class Post : IPost
{
    private static readonly TimeSpan CancelTimeout = TimeSpan.FromSeconds(1);

    private readonly MqttSession _mqtt;
    private readonly Topics _topics;
    private readonly Notices _notices;
    private readonly FleetSettings _settings;
    private readonly Request _request;
    private readonly byte[] _envelope;

    /// <exception cref="EnvelopeException">The request is larger than a remote would look into.</exception>
    public Post(MqttSession mqtt, Topics topics, Notices notices, FleetSettings settings, Request request)
    {
        _mqtt = mqtt;
        _topics = topics;
        _notices = notices;
        _settings = settings;
        _request = request;
        _envelope = Envelope.Seal(request);
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
    public async Task CancelAsync()
    {
        // Without the filter: who began because its keys matched may have other keys by now.
        Request cancel = _request with
        {
            Id = Request.NewId(),
            Filter = null,
            Verb = Verb.Cancel,
            Arguments = JsonSerializer.SerializeToElement(new CancelArguments(_request.Id), MessageJson.Wire.CancelArguments),
        };
        try
        {
            using CancellationTokenSource bound = new(CancelTimeout);
            await _mqtt.PublishAsync(
                TopicOf(_request.Audience), Envelope.Seal(cancel), MqttQuality.AtLeastOnce, cancel: bound.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is BrokerException or OperationCanceledException)
        {
            _notices.Add($"Request {_request.Id} could not be cancelled: {e.Message}");
        }
    }

    private async Task AskAgainAsync(string id)
    {
        try
        {
            await _mqtt.PublishAsync(_topics.AskRemote(id), _envelope, MqttQuality.AtLeastOnce).ConfigureAwait(false);
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
}
