using System.Collections.Concurrent;

namespace Moi.Daemon.Requests;

/// <summary>The acting requests under way, so that they can be cancelled by the operator who asked.</summary>
internal sealed class OpenRequests
{
    private readonly ConcurrentDictionary<(string Operator, string Id), CancellationTokenSource> _open = new();

    /// <summary>Enters a request, until the result is disposed.</summary>
    public Entry Enter(string @operator, string id, CancellationToken stopping) => new(this, (@operator, id), stopping);

    /// <summary>Cancels a request.</summary>
    /// <returns>Whether it was under way.</returns>
    public bool Cancel(string @operator, string id)
    {
        if (!_open.TryGetValue((@operator, id), out CancellationTokenSource? source))
        {
            return false;
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

    /// <summary>A request under way.</summary>
    internal sealed class Entry : IDisposable
    {
        private readonly OpenRequests _all;
        private readonly (string Operator, string Id) _key;
        private readonly CancellationTokenSource _source;

        public Entry(OpenRequests all, (string Operator, string Id) key, CancellationToken stopping)
        {
            _all = all;
            _key = key;
            _source = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            _all._open[key] = _source;
        }

        public CancellationToken Token => _source.Token;

        public void Dispose()
        {
            _all._open.TryRemove(_key, out _);
            _source.Dispose();
        }
    }
}
