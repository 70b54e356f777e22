using System.Collections.Concurrent;
using Moi.Protocol;
using Moi.Protocol.Transfer;
using Moi.Protocol.Transport;

namespace Moi.Daemon.Files;

/// <summary>The transfers that this remote takes part in now: it is subscribed to what is sent to it in them, and hands each message to its transfer.</summary>
internal sealed class IncomingBlocks(MqttSession mqtt, Topics topics, string id)
{
    private readonly ConcurrentDictionary<string, BlockInbox> _pushes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, WantInbox> _pulls = new(StringComparer.Ordinal);
    private readonly TransferSubscriptions _subscriptions = new(mqtt);

    /// <summary>Hands on a message, if it is part of one of the transfers.</summary>
    /// <returns>Whether its topic is one of a transfer.</returns>
    public bool TryPut(MqttMessage message)
    {
        if (topics.TryReadFile(message.Topic, out string transfer, out _) is null)
        {
            return false;
        }

        // One that the broker kept was left by somebody who does not know the protocol.
        if (message.Retain)
        {
            return true;
        }

        if (_pulls.TryGetValue(transfer, out WantInbox? wants))
        {
            wants.Put(message.Payload);
        }
        else if (_pushes.TryGetValue(transfer, out BlockInbox? inbox) && BlockMessage.TryRead(message.Payload, out BlockMessage block))
        {
            inbox.Put(block);
        }

        return true;
    }

    /// <summary>Listens to the blocks of a push. Once this has returned, none is missed for want of a subscription.</summary>
    /// <exception cref="BrokerException">The broker refused the subscription, or cannot be reached again and again.</exception>
    public Task<BlockInbox> OpenPushAsync(string transfer, CancellationToken cancellationToken) =>
        OpenAsync(_pushes, transfer, [topics.FileBlock(transfer), topics.FileTo(transfer, id)], cancellationToken);

    /// <summary>Listens to what the receiver of a pull lacks, likewise.</summary>
    /// <exception cref="BrokerException">As with <see cref="OpenPushAsync"/>.</exception>
    public Task<WantInbox> OpenPullAsync(string transfer, CancellationToken cancellationToken) =>
        OpenAsync(_pulls, transfer, [topics.FileTo(transfer, id)], cancellationToken);

    /// <summary>Listens no more to a push.</summary>
    public Task ClosePushAsync(string transfer) => CloseAsync(_pushes, transfer, [topics.FileBlock(transfer), topics.FileTo(transfer, id)]);

    /// <summary>Listens no more to a pull.</summary>
    public Task ClosePullAsync(string transfer) => CloseAsync(_pulls, transfer, [topics.FileTo(transfer, id)]);

    private async Task<T> OpenAsync<T>(ConcurrentDictionary<string, T> open, string transfer, string[] from, CancellationToken cancellationToken)
        where T : new()
    {
        T inbox = open[transfer] = new T();
        try
        {
            await _subscriptions.AddAsync(from, cancellationToken).ConfigureAwait(false);
            return inbox;
        }
        catch
        {
            await CloseAsync(open, transfer, from).ConfigureAwait(false);
            throw;
        }
    }

    private Task CloseAsync<T>(ConcurrentDictionary<string, T> open, string transfer, string[] from)
    {
        open.TryRemove(transfer, out _);
        return _subscriptions.RemoveAsync(from);
    }
}
