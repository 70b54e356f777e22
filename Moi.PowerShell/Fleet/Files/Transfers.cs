using System.Collections.Concurrent;
using Moi.Daemon.Files;
using Moi.Protocol;
using Moi.Protocol.Transfer;
using Moi.Protocol.Transport;

namespace Moi.PowerShell.Fleet.Files;

/// <summary>The transfers that an operator takes part in now, each with the subscription it needs.</summary>
internal sealed class Transfers(MqttSession mqtt, Topics topics, Notices notices)
{
    private readonly ConcurrentDictionary<string, TransferLine> _sendings = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, BlockInbox> _fetches = new(StringComparer.Ordinal);

    /// <summary>How large a block may be at the most on the way over the present connection, in bytes.</summary>
    /// <param name="wanted">How large it may be whatever the broker takes.</param>
    /// <exception cref="MoiException">The broker takes no packet that even the smallest block fits into.</exception>
    public int LargestBlock(int wanted)
    {
        try
        {
            return BlockPackets.LargestBlock(mqtt.Connection, wanted);
        }
        catch (IOException e)
        {
            throw new MoiException(e.Message, e);
        }
    }

    /// <summary>Listens to what the receivers lack of a transfer; nothing that is said after this has returned is missed.</summary>
    /// <param name="transfer">The transfer.</param>
    /// <param name="isMeant">Whether the remote with an id is one of the receivers; asked from any thread.</param>
    /// <param name="cancellationToken">Ends the wait for the broker.</param>
    /// <exception cref="BrokerException">The broker refused, or its connection was lost.</exception>
    public Task<TransferLine> OpenSendingAsync(string transfer, Func<string, bool> isMeant, CancellationToken cancellationToken) =>
        OpenAsync(_sendings, new TransferLine(isMeant), transfer, topics.EveryFileWant(transfer), cancellationToken);

    /// <summary>Listens to the blocks of a remote's file, likewise.</summary>
    /// <exception cref="BrokerException">The broker refused, or its connection was lost.</exception>
    public Task<BlockInbox> OpenFetchAsync(string transfer, string id, CancellationToken cancellationToken) =>
        OpenAsync(_fetches, new BlockInbox(), transfer, topics.FileFrom(transfer, id), cancellationToken);

    /// <summary>Listens no more.</summary>
    public Task CloseSendingAsync(string transfer) => CloseAsync(_sendings, transfer, topics.EveryFileWant(transfer));

    /// <summary>Listens no more.</summary>
    public Task CloseFetchAsync(string transfer, string id) => CloseAsync(_fetches, transfer, topics.FileFrom(transfer, id));

    /// <summary>Publishes a part of a transfer, at QoS 0: what gets lost is asked for, or said, again.</summary>
    /// <exception cref="BrokerException">It did not go out.</exception>
    public Task PublishAsync(string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        mqtt.PublishAsync(topic, message, MqttQuality.AtMostOnce, cancel: cancellationToken);

    /// <summary>Hands on a message, if it is part of one of the transfers.</summary>
    /// <returns>Whether its topic is one of a transfer.</returns>
    public bool TryPut(MqttMessage message)
    {
        string? part = topics.TryReadFile(message.Topic, out string transfer, out string id);
        if (part is null)
        {
            return false;
        }

        // One that the broker kept was left by somebody who does not know the protocol.
        if (message.Retain)
        {
            return true;
        }

        if (part == "want" && _sendings.TryGetValue(transfer, out TransferLine? line))
        {
            line.Put(id, message.Payload);
        }
        else if (part == "from" && _fetches.TryGetValue(transfer, out BlockInbox? inbox) && BlockMessage.TryRead(message.Payload, out BlockMessage block))
        {
            inbox.Put(block);
        }

        return true;
    }

    /// <summary>The connection was made again.</summary>
    public void Wake()
    {
        foreach (TransferLine line in _sendings.Values)
        {
            line.Wake();
        }
    }

    private async Task<T> OpenAsync<T>(
        ConcurrentDictionary<string, T> open, T inbox, string transfer, string topic, CancellationToken cancellationToken)
    {
        open[transfer] = inbox;
        try
        {
            await mqtt.SubscribeAsync(topic, MqttQuality.AtMostOnce, cancellationToken).ConfigureAwait(false);
            return inbox;
        }
        catch
        {
            open.TryRemove(transfer, out _);
            throw;
        }
    }

    private async Task CloseAsync<T>(ConcurrentDictionary<string, T> open, string transfer, string topic)
    {
        open.TryRemove(transfer, out _);
        try
        {
            await mqtt.UnsubscribeAsync(topic).ConfigureAwait(false);
        }
        catch (BrokerException e)
        {
            notices.Add($"The subscription of transfer {transfer} was left behind: {e.Message}");
        }
    }
}
