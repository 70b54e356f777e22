using System.Text.Json;
using Microsoft.Extensions.Logging;
using Moi.Protocol;
using Moi.Protocol.Messages;
using Moi.Protocol.Transport;

namespace Moi.Daemon.Requests;

/// <summary>
/// Sends a remote's replies, at QoS 0: a broker that queues thousands of acknowledged replies drops them without a word
/// (Mosquitto keeps 1000 a client), and who is not heard is asked again anyway.
/// </summary>
internal sealed partial class ReplyWriter(MqttSession mqtt, Topics topics, string id, RemoteOptions self, ILogger logger)
{
    /// <summary>A reply of this remote.</summary>
    public Reply Make(Request request, ReplyKind kind) => new()
    {
        Request = request.Id,
        Kind = kind,
        Address = self.Address,
        Name = self.Name,
    };

    /// <summary>The bytes of a reply, as the journal keeps them.</summary>
    public static byte[] Serialize(Reply reply) => JsonSerializer.SerializeToUtf8Bytes(reply, MessageJson.Wire.Reply);

    /// <summary>Sends a reply.</summary>
    public Task SendAsync(Request request, Reply reply, CancellationToken cancellationToken) =>
        SendAsync(request, Serialize(reply), cancellationToken);

    /// <summary>Sends the bytes of a reply.</summary>
    public async Task SendAsync(Request request, ReadOnlyMemory<byte> reply, CancellationToken cancellationToken)
    {
        try
        {
            // The reply's place follows from the request's body alone; the MQTT 5 response topic is never obeyed.
            await mqtt.PublishAsync(
                topics.Tell(request.User, request.Session, id), reply, MqttQuality.AtMostOnce, cancel: cancellationToken).ConfigureAwait(false);
        }
        catch (BrokerException e)
        {
            // The operator asks again whom it does not hear.
            LogNotSent(logger, request.Id, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The reply to {Request} could not be sent: {Reason}")]
    private static partial void LogNotSent(ILogger logger, string request, string reason);
}
