namespace Moi.Daemon.Requests;

/// <summary>
/// Which of the latest requests succeeded here, so that a next stage can be addressed to those that did with one message,
/// however many they are. Forgotten when the daemon ends: the operator is told, and names the remote then.
/// </summary>
internal sealed class RecentSuccesses
{
    private const int Kept = 1000;

    private readonly object _sync = new();
    private readonly Dictionary<(string Operator, string Id), bool> _known = [];
    private readonly Queue<(string Operator, string Id)> _order = new();

    /// <summary>Remembers how a request ended.</summary>
    public void Add(string @operator, string id, bool succeeded)
    {
        lock (_sync)
        {
            if (_known.TryAdd((@operator, id), succeeded))
            {
                _order.Enqueue((@operator, id));
            }

            while (_order.Count > Kept)
            {
                _known.Remove(_order.Dequeue());
            }
        }
    }

    /// <summary>Whether a request succeeded; null where that is not known.</summary>
    public bool? Find(string @operator, string id)
    {
        lock (_sync)
        {
            return _known.TryGetValue((@operator, id), out bool succeeded) ? succeeded : null;
        }
    }
}
