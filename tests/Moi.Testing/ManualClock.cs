namespace Moi.Testing;

/// <summary>A clock that goes when told, and the timers on it: they ring within <see cref="Advance"/>.</summary>
public sealed class ManualClock : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly object _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers are set now, so that a test can tell when somebody has begun to wait.</summary>
    public int Timers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count(timer => timer.RingsAt is not null);
            }
        }
    }

    public override DateTimeOffset GetUtcNow() => Start + Now();

    public override long GetTimestamp() => Now().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer timer = new(this, () => callback(state));
        lock (_gate)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass; what rings on the way rings at its time, in order.</summary>
    public void Advance(TimeSpan by)
    {
        TimeSpan end = Now() + by;
        while (NextUntil(end) is { } ring)
        {
            ring();
        }
    }

    private TimeSpan Now()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    /// <summary>Goes on to the next ring, or to the end where there is none before.</summary>
    private Action? NextUntil(TimeSpan end)
    {
        lock (_gate)
        {
            ManualTimer? next = _timers.Where(timer => timer.RingsAt <= end).MinBy(timer => timer.RingsAt);
            _now = next?.RingsAt is { } at ? (at > _now ? at : _now) : end;
            next?.GoOn();
            return next?.Ring;
        }
    }

    private sealed class ManualTimer(ManualClock clock, Action ring) : ITimer
    {
        private TimeSpan _period;

        public Action Ring { get; } = ring;

        public TimeSpan? RingsAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _period = period;
                RingsAt = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
                return clock._timers.Contains(this);
            }
        }

        public void GoOn() => RingsAt = _period > TimeSpan.Zero ? RingsAt + _period : null;

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                RingsAt = null;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
