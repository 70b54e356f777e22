using System.Collections.Concurrent;

namespace Moi.Daemon.Requests;

/// <summary>The requests under way that act or wait, so that they can be cancelled by the operator who asked.</summary>
internal sealed class OpenRequests
{
    private readonly ConcurrentDictionary<(string Operator, string Id), CancellationTokenSource> _open = new();

    /// <summary>Enters a request, until the result is disposed.</summary>
    public Entry Enter(string @operator, string id, CancellationToken stopping) => new(this, (@operator, id), stopping);

    /// <summary>Enters a request, until the result is disposed; null where it is under way already.</summary>
    public Entry? TryEnter(string @operator, string id, CancellationToken stopping)
    {
        lock (_open)
        {
            return IsOpen(@operator, id) ? null : Enter(@operator, id, stopping);
        }
    }

    /// <summary>Whether a request is under way.</summary>
    public bool IsOpen(string @operator, string id) => _open.ContainsKey((@operator, id));

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
