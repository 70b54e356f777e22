using System.Diagnostics;
using System.Runtime.Versioning;

using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Jobs;

/// <summary>Keeps a command's streams flowing while the supervisor waits for something.</summary>
/// <param name="stdout">Its standard output.</param>
/// <param name="stderr">Its standard error.</param>
/// <param name="stdin">Its input, if it gets any.</param>
/// <param name="watch">Learns of the shell's end.</param>
/// <param name="wake">Is signalled when a condition that is waited for may have come true.</param>
/// <param name="progress">Is told now and then how many bytes of a stream can be read.</param>
[SupportedOSPlatform("linux")]
internal sealed class OutputLoop(
    OutputPump stdout,
    OutputPump stderr,
    StdinFeed? stdin,
    ExitWatch watch,
    WakeEvent wake,
    Action<OutputStream, long>? progress)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(50);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _nextReport;

    private bool HasNews => stdout.HasNews || stderr.HasNews;

    /// <summary>Pumps until the condition holds or the time is over.</summary>
    /// <param name="condition">Is looked at again whenever something has happened.</param>
    /// <param name="bound">How long; none means as long as it takes.</param>
    /// <returns>Whether the condition holds.</returns>
    public unsafe bool PumpUntil(Func<bool> condition, TimeSpan? bound)
    {
        const int count = 5;
        PollEntry* entries = stackalloc PollEntry[count];
        TimeSpan? deadline = _clock.Elapsed + bound;
        while (!condition())
        {
            if (_clock.Elapsed >= deadline)
            {
                return false;
            }

            if (HasNews && _clock.Elapsed >= _nextReport)
            {
                Report();
            }

            entries[0] = stdout.Interest;
            entries[1] = stderr.Interest;
            entries[2] = stdin?.Interest ?? PollEntry.None;
            entries[3] = watch.Interest;
            entries[4] = wake.Interest;
            if (Libc.Poll(entries, count, MillisecondsUntil(deadline)) > 0)
            {
                Handle(entries);
            }
        }

        return true;
    }

    /// <summary>Takes what the pipes hold now, and says where the streams ended.</summary>
    public void Drain()
    {
        stdout.Drain();
        stderr.Drain();
        Report();
    }

    private unsafe void Handle(PollEntry* entries)
    {
        if (entries[0].HasHappened)
        {
            _ = stdout.Move();
        }

        if (entries[1].HasHappened)
        {
            _ = stderr.Move();
        }

        if (entries[2].HasHappened)
        {
            stdin?.Feed();
        }

        if (entries[3].HasHappened)
        {
            watch.Handle();
        }

        if (entries[4].HasHappened)
        {
            wake.Clear();
        }
    }

    private void Report()
    {
        stdout.Report(progress);
        stderr.Report(progress);
        _nextReport = _clock.Elapsed + ReportInterval;
    }

    private int MillisecondsUntil(TimeSpan? deadline)
    {
        TimeSpan? until = HasNews && !(deadline < _nextReport) ? _nextReport : deadline;
        return until is { } known
            ? (int)Math.Clamp(Math.Ceiling((known - _clock.Elapsed).TotalMilliseconds), 0, int.MaxValue)
            : -1;
    }
}
