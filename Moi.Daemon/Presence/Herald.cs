using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Moi.Protocol;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;
using Moi.Protocol.Transport;

namespace Moi.Daemon.Presence;

/// <summary>
/// Says that the remote is there, and that it goes; and says it again when somebody else has spoken for it: a will that came
/// late, or a second daemon with the same id.
/// </summary>
internal sealed partial class Herald(MqttSession mqtt, Topics topics, PresenceMessage self, LossHistory losses, ILogger logger)
{
    private const string Clash = "another daemon uses the same id";

    private readonly string _topic = topics.State(self.Id);
    private readonly PresenceMessage _self = self;
    private readonly object _gate = new();
    private PresenceMessage _current = self;
    private bool _isHeard;

    /// <summary>The processor architecture as presence and the key <c>arch</c> have it.</summary>
    public static string Architecture { get; } = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    /// <summary>The epoch after the last one, where the store cannot count them.</summary>
    /// <param name="kept">The last one that the store has.</param>
    public long NextEpoch(long kept) => Math.Max(Current.Epoch, kept) + 1;

    /// <summary>The will of the connection with this epoch.</summary>
    public WillMessage WillOf(long epoch)
    {
        lock (_gate)
        {
            _isHeard = false;
            _current = _current with { Epoch = epoch };
            return new WillMessage(
                _topic, Serialize(_current with { Online = false, Farewell = Farewell.Lost }), MqttQuality.AtLeastOnce, Retain: true, PresenceMessage.Expiry);
        }
    }

    /// <summary>Says that the remote is there.</summary>
    public Task AnnounceAsync(CancellationToken cancellationToken) => PublishAsync(Current, cancellationToken);

    /// <summary>Says that it goes.</summary>
    public Task SayFarewellAsync(Farewell farewell, CancellationToken cancellationToken) =>
        PublishAsync(Current with { Online = false, Farewell = farewell }, cancellationToken);

    /// <summary>Takes in a message on the remote's own state topic, and contradicts it where it is not what was said last.</summary>
    public void Hear(ReadOnlySpan<byte> payload, CancellationToken cancellationToken)
    {
        if (IsToBeContradicted(Read(payload)))
        {
            _ = AnnounceAgainAsync(cancellationToken);
        }
    }

    /// <summary>What was said last; the thread that connects changes it as well as the one that listens.</summary>
    private PresenceMessage Current
    {
        get
        {
            lock (_gate)
            {
                return _current;
            }
        }
    }

    private bool IsToBeContradicted(PresenceMessage? heard)
    {
        lock (_gate)
        {
            if (heard is not null && heard.Incarnation == _self.Incarnation && heard.Epoch == _current.Epoch && heard.Online)
            {
                _isHeard = true;
                return false;
            }

            // What the broker had kept from before this connection comes first; the announcement is on its way already.
            if (!_isHeard)
            {
                return false;
            }

            if (heard is { Online: true } && heard.Incarnation != _self.Incarnation)
            {
                LogClash(logger, _self.Id, heard.Name, heard.Address);
                if (losses.IsRestless)
                {
                    mqtt.StepAside();
                    return false;
                }

                _current = _current with { Warnings = [.. _self.Warnings ?? [], Clash] };
            }

            _isHeard = false;
            return true;
        }
    }

    private async Task AnnounceAgainAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AnnounceAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is BrokerException or OperationCanceledException)
        {
            // The next connection begins with an announcement anyway.
            LogNotAnnounced(logger, e.Message);
        }
    }

    private static PresenceMessage? Read(ReadOnlySpan<byte> payload)
    {
        try
        {
            return payload.IsEmpty ? null : JsonSerializer.Deserialize(payload, MessageJson.Wire.PresenceMessage);
        }
        catch (JsonException)
        {
            // Whatever it is, it is not what this remote said; the caller says it again.
            return null;
        }
    }

    private static byte[] Serialize(PresenceMessage message) =>
        JsonSerializer.SerializeToUtf8Bytes(message, MessageJson.Wire.PresenceMessage);

    private async Task PublishAsync(PresenceMessage message, CancellationToken cancellationToken) =>
        await mqtt.PublishAsync(
            _topic, Serialize(message), MqttQuality.AtLeastOnce, retain: true, PresenceMessage.Expiry, cancel: cancellationToken).ConfigureAwait(false);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Not announced again: {Reason}")]
    private static partial void LogNotAnnounced(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Another daemon uses the id {Id}: {Name} at {Address}. Give one of them another id in its configuration.")]
    private static partial void LogClash(ILogger logger, string id, string name, string address);
}
