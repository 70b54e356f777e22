namespace Moi.Daemon.Requests;

/// <summary>
/// The requests under way that act or wait, so that they can be cancelled by the operator who asked. A cancellation that comes
/// while its request still waits to begin is remembered for it, as long as not too many others follow.
/// </summary>
internal sealed class OpenRequests
{
    private const int LongestMemory = 256;

    private readonly object _gate = new();
    private readonly Dictionary<(string Operator, string Id), CancellationTokenSource> _open = [];
    private readonly Queue<(string Operator, string Id)> _early = new();

    /// <summary>Enters a request, until the result is disposed; null where it is under way already.</summary>
    public Entry? TryEnter(string @operator, string id, CancellationToken stopping)
    {
        lock (_gate)
        {
            if (_open.ContainsKey((@operator, id)))
            {
                return null;
            }

            CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            _open[(@operator, id)] = source;
            if (_early.Contains((@operator, id)))
            {
                source.Cancel();
            }

            return new Entry(this, (@operator, id), source);
        }
    }

    /// <summary>Whether a request is under way.</summary>
    public bool IsOpen(string @operator, string id)
    {
        lock (_gate)
        {
            return _open.ContainsKey((@operator, id));
        }
    }

    /// <summary>Cancels a request.</summary>
    /// <returns>Whether it was under way; if not, it ends as soon as it begins.</returns>
    public bool Cancel(string @operator, string id)
    {
        CancellationTokenSource? source;
        lock (_gate)
        {
            if (!_open.TryGetValue((@operator, id), out source))
            {
                Remember((@operator, id));
                return false;
            }
        }

        try
        {
            source.Cancel();
            return true;
        }
        catch (ObjectDisposedException)
        {
            // It ended at this moment.
            return false;
        }
    }

    private void Remember((string Operator, string Id) request)
    {
        _early.Enqueue(request);
        if (_early.Count > LongestMemory)
        {
            _early.Dequeue();
        }
    }

    /// <summary>A request under way.</summary>
    internal sealed class Entry(OpenRequests all, (string Operator, string Id) key, CancellationTokenSource source) : IDisposable
    {
        /// <summary>Is cancelled when the request is, or the daemon ends.</summary>
        public CancellationToken Token => source.Token;

        public void Dispose()
        {
            lock (all._gate)
            {
                all._open.Remove(key);
            }

            source.Dispose();
        }
    }
}
