using System.Collections.Concurrent;
using Moi.Protocol;
using Moi.Protocol.Transfer;
using Moi.Protocol.Transport;

namespace Moi.Daemon.Files;

/// <summary>The transfers that this remote takes part in now: it is subscribed to their blocks, and hands each to its transfer.</summary>
internal sealed class IncomingBlocks(MqttSession mqtt, Topics topics, string id)
{
    private const int Attempts = 3;

    private readonly ConcurrentDictionary<string, BlockInbox> _open = new(StringComparer.Ordinal);

    /// <summary>Hands on a message, if it is a block of one of the transfers.</summary>
    /// <returns>Whether its topic is one of a transfer.</returns>
    public bool TryPut(MqttMessage message)
    {
        if (topics.TryReadFile(message.Topic, out string transfer, out _) is null)
        {
            return false;
        }

        // One that the broker kept was left by somebody who does not know the protocol.
        if (!message.Retain && _open.TryGetValue(transfer, out BlockInbox? inbox) && BlockMessage.TryRead(message.Payload, out BlockMessage block))
        {
            inbox.Put(block);
        }

        return true;
    }

    /// <summary>Listens to a transfer. Once this has returned, no block is missed for want of a subscription.</summary>
    /// <exception cref="BrokerException">The broker refused the subscription, or cannot be reached again and again.</exception>
    public async Task<BlockInbox> OpenAsync(string transfer, CancellationToken cancellationToken)
    {
        BlockInbox inbox = _open[transfer] = new BlockInbox();
        try
        {
            await SubscribeAsync(topics.FileBlock(transfer), cancellationToken).ConfigureAwait(false);
            await SubscribeAsync(topics.FileTo(transfer, id), cancellationToken).ConfigureAwait(false);
            return inbox;
        }
        catch
        {
            await CloseAsync(transfer).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Listens no more.</summary>
    public async Task CloseAsync(string transfer)
    {
        _open.TryRemove(transfer, out _);
        foreach (string topic in (string[])[topics.FileBlock(transfer), topics.FileTo(transfer, id)])
        {
            try
            {
                await mqtt.UnsubscribeAsync(topic).ConfigureAwait(false);
            }
            catch (BrokerException)
            {
                // The session has forgotten the subscription; the broker does so with the connection at the latest.
            }
        }
    }

    private async Task SubscribeAsync(string topic, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await mqtt.SubscribeAsync(topic, MqttQuality.AtMostOnce, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (BrokerException e) when (e.Kind is BrokerFailure.ConnectionLost && attempt < Attempts)
            {
                // Without a connection the topic is remembered, and subscribed to with the next one.
            }
        }
    }
}
