using Moi.Protocol.Transport;

namespace Moi.Daemon.Files;

/// <summary>Subscriptions that last as long as a transfer, which a lost connection does not end.</summary>
internal sealed class TransferSubscriptions(MqttSession mqtt)
{
    private const int Attempts = 3;

    /// <summary>Subscribes to topics. Once this has returned, nothing is missed for want of a subscription.</summary>
    /// <exception cref="BrokerException">The broker refused, or cannot be reached again and again.</exception>
    public async Task AddAsync(IEnumerable<string> topics, CancellationToken cancellationToken)
    {
        foreach (string topic in topics)
        {
            await AddAsync(topic, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends subscriptions.</summary>
    public async Task RemoveAsync(IEnumerable<string> topics)
    {
        foreach (string topic in topics)
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

    private async Task AddAsync(string topic, CancellationToken cancellationToken)
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
