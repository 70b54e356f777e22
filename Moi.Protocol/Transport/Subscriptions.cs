using System.Diagnostics.CodeAnalysis;

namespace Moi.Protocol.Transport;

/// <summary>The filters a session is subscribed to. One change at a time, so that a filter added while a connection is
/// being made is neither forgotten nor asked for twice.</summary>
[SuppressMessage(
    "Design", "CA1001:Types that own disposable fields should be disposable",
    Justification = "A semaphore whose wait handle is never asked for holds nothing to dispose of.")]
internal sealed class Subscriptions
{
    private readonly Dictionary<string, MqttQuality> _filters = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Subscribes on the current connection, if any, and remembers the filter once it is granted.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="quality">The quality.</param>
    /// <param name="current">Tells the current connection.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>When it is granted.</returns>
    public async Task AddAsync(
        string filter, MqttQuality quality, Func<MqttConnection?> current, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (current() is MqttConnection connection)
            {
                await connection.SubscribeAsync([new(filter, quality)], cancel);
            }

            _filters[filter] = quality;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Forgets the filter and cancels it on the current connection, if any.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="current">Tells the current connection.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>When it is cancelled.</returns>
    public async Task RemoveAsync(string filter, Func<MqttConnection?> current, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (_filters.Remove(filter) && current() is MqttConnection connection)
            {
                await connection.UnsubscribeAsync(filter, cancel);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Subscribes to everything on a new connection and makes it the current one.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="makeCurrent">Makes it the current one.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>When all are granted.</returns>
    public async Task ApplyAsync(MqttConnection connection, Action makeCurrent, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (_filters.Count > 0)
            {
                await connection.SubscribeAsync(_filters, cancel);
            }

            makeCurrent();
        }
        finally
        {
            _turn.Release();
        }
    }
}
