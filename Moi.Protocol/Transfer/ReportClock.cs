namespace Moi.Protocol.Transfer;

/// <summary>
/// When a receiver says what it lacks: while blocks come, after so much time or so many bytes; and when none come, after a pause
/// that is long for the pace they came at, and then ever less often.
/// </summary>
/// <remarks>No clock of its own: <c>now</c> is any steadily growing time.</remarks>
public sealed class ReportClock
{
    private const int GapsOfAPause = 4;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly TimeSpan _interval;
    private readonly int _bytesBetween;
    private TimeSpan _reportedAt;
    private TimeSpan _quietSince;
    private TimeSpan _heardAt;
    private TimeSpan? _gap;
    private int _pauses;
    private long _unreported;

    /// <summary>Starts at the first report.</summary>
    /// <param name="interval">How long to wait between two reports while blocks come.</param>
    /// <param name="now">The time.</param>
    /// <param name="bytesBetween">After how many bytes the next report is due sooner: half of what a sender keeps on the way.</param>
    public ReportClock(TimeSpan interval, TimeSpan now, int bytesBetween = 2 * 1024 * 1024)
    {
        _interval = interval;
        _bytesBetween = bytesBetween;
        _reportedAt = _quietSince = _heardAt = now;
    }

    /// <summary>When the next report is due, if no block comes before.</summary>
    public TimeSpan Due
    {
        get
        {
            TimeSpan progress = _unreported >= _bytesBetween ? _heardAt : _reportedAt + _interval;
            return _unreported > 0 && progress < PauseEnd ? progress : PauseEnd;
        }
    }

    private TimeSpan PauseEnd
    {
        get
        {
            TimeSpan pause = _gap is { } gap ? gap * GapsOfAPause : FirstPause;
            pause = pause < ShortestPause ? ShortestPause : pause;
            pause *= Math.Pow(2, Math.Min(_pauses, 10));
            return _quietSince + (pause > LongestPause ? LongestPause : pause);
        }
    }

    /// <summary>Whether no block has come for so long that those on the way are probably lost.</summary>
    public bool IsPause(TimeSpan now) => now >= PauseEnd;

    /// <summary>A block came.</summary>
    public void Hear(int bytes, TimeSpan now)
    {
        TimeSpan gap = now - _heardAt;
        _gap = _gap is { } before ? ((before * 7) + gap) / 8 : gap;
        _heardAt = _quietSince = now;
        _pauses = 0;
        _unreported += bytes;
    }

    /// <summary>A report went out.</summary>
    public void Report(TimeSpan now)
    {
        if (IsPause(now))
        {
            _pauses++;
            _quietSince = now;
        }

        _reportedAt = now;
        _unreported = 0;
    }
}
