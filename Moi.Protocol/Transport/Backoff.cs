namespace Moi.Protocol.Transport;

/// <summary>
/// How long to wait before the next attempt: anything between nothing and a limit that doubles with each attempt up to
/// a maximum ("full jitter"), so that a fleet whose broker restarts does not come back at the same instant.
/// </summary>
/// <param name="minimum">The limit of the first wait.</param>
/// <param name="maximum">The limit that is never exceeded.</param>
/// <param name="random">Numbers from 0 to below 1.</param>
internal sealed class Backoff(TimeSpan minimum, TimeSpan maximum, Func<double> random)
{
    private const int MostDoublings = 30;

    private int _doublings;

    /// <summary>The next wait.</summary>
    /// <returns>From zero to the limit of this attempt.</returns>
    public TimeSpan Next()
    {
        TimeSpan limit = minimum * Math.Pow(2, _doublings);
        if (limit >= maximum)
        {
            return maximum * random();
        }

        _doublings = Math.Min(_doublings + 1, MostDoublings);
        return limit * random();
    }

    /// <summary>Begins again with the first wait.</summary>
    public void Reset() => _doublings = 0;
}
