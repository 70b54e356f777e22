namespace Moi.Daemon.Presence;

/// <summary>
/// Tells whether the connection is lost again and again: with a stranger on the own state topic that means a second daemon of
/// the same id, which a broker that speaks MQTT 3.1.1 cannot say.
/// </summary>
internal sealed class LossHistory(TimeProvider time)
{
    private const int Many = 3;

    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(10);

    private readonly object _sync = new();
    private readonly Queue<long> _losses = new();

    /// <summary>Enters a loss.</summary>
    public void Add()
    {
        lock (_sync)
        {
            _losses.Enqueue(time.GetTimestamp());
            while (_losses.Count > Many)
            {
                _losses.Dequeue();
            }
        }
    }

    /// <summary>Whether there were three losses within the last ten seconds.</summary>
    public bool IsRestless
    {
        get
        {
            lock (_sync)
            {
                return _losses.Count == Many && time.GetElapsedTime(_losses.Peek()) <= Lately;
            }
        }
    }
}
