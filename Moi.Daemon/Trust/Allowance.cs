namespace Moi.Daemon.Trust;

/// <summary>Lets something happen so often at once, and then again with time. Safe for several threads.</summary>
/// <param name="burst">How often at once.</param>
/// <param name="refill">After what time once more.</param>
/// <param name="time">The clock.</param>
internal sealed class Allowance(int burst, TimeSpan refill, TimeProvider time)
{
    private readonly object _gate = new();
    private double _left = burst;
    private long _since = time.GetTimestamp();
    private long _refused;

    /// <summary>Whether it may happen now.</summary>
    /// <param name="refused">How often it might not since it last might.</param>
    public bool TryTake(out long refused)
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            _left = Math.Min(burst, _left + (time.GetElapsedTime(_since, now) / refill));
            _since = now;
            if (_left < 1)
            {
                _refused++;
                refused = 0;
                return false;
            }

            _left--;
            (refused, _refused) = (_refused, 0);
            return true;
        }
    }
}
