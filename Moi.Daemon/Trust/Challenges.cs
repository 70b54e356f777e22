using System.Security.Cryptography;

namespace Moi.Daemon.Trust;

/// <summary>
/// The nonces that were given out and have not come back: each is good once, for a minute, for the same request of the same
/// operator. Bounded: the oldest give way.
/// </summary>
internal sealed class Challenges(TimeProvider time)
{
    private const int Most = 256;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private readonly Dictionary<(string Operator, string Request), (string Nonce, long Given)> _open = [];
    private readonly Queue<(string Operator, string Request)> _order = new();

    /// <summary>The nonce to give for a request; asking again gives the same as long as it is good.</summary>
    public string NonceFor(string @operator, string request)
    {
        lock (_gate)
        {
            if (_open.TryGetValue((@operator, request), out (string Nonce, long Given) known) && IsGood(known.Given))
            {
                return known.Nonce;
            }

            string nonce = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)).ToLowerInvariant();
            _open[(@operator, request)] = (nonce, time.GetTimestamp());
            _order.Enqueue((@operator, request));
            while (_order.Count > Most)
            {
                _open.Remove(_order.Dequeue());
            }

            return nonce;
        }
    }

    /// <summary>Takes a nonce back; whether it was the one, and still good.</summary>
    public bool TryTake(string @operator, string request, string nonce)
    {
        lock (_gate)
        {
            return _open.TryGetValue((@operator, request), out (string Nonce, long Given) known)
                && known.Nonce == nonce
                && _open.Remove((@operator, request))
                && IsGood(known.Given);
        }
    }

    private bool IsGood(long given) => time.GetElapsedTime(given) < Lifetime;
}
