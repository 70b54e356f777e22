using Moi.Daemon.Trust;

namespace Moi.Daemon.Requests;

/// <summary>
/// How often one signed request is taken again. Operators ask again a few times; whoever has a copy of what was signed could do so
/// without end, and have every copy answered.
/// </summary>
internal sealed class RepeatLimit(TimeProvider time)
{
    private const int Remembered = 1024;
    private const int Burst = 12;

    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(5);

    private readonly Dictionary<(string Operator, string Id), Allowance> _known = [];
    private readonly Queue<(string Operator, string Id)> _order = new();

    /// <summary>Whether a request may come in now. Called from one thread.</summary>
    public bool TryEnter(string @operator, string id)
    {
        if (!_known.TryGetValue((@operator, id), out Allowance? allowance))
        {
            _known[(@operator, id)] = allowance = new Allowance(Burst, Refill, time);
            _order.Enqueue((@operator, id));
            if (_order.Count > Remembered)
            {
                _known.Remove(_order.Dequeue());
            }
        }

        return allowance.TryTake(out _);
    }
}
