using System.Diagnostics;
using System.Runtime.Versioning;

using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Jobs;

/// <summary>Keeps a command's streams flowing while the supervisor waits for something.</summary>
/// <param name="outputs">Its output streams.</param>
/// <param name="stdin">Its input, if it gets any.</param>
/// <param name="wake">Is signalled when a condition that is waited for may have come true.</param>
/// <param name="progress">Is told now and then how many bytes of a stream can be read.</param>
[SupportedOSPlatform("linux")]
internal sealed class OutputLoop(
    OutputPump[] outputs, StdinFeed? stdin, WakeEvent wake, Action<OutputStream, long>? progress)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(50);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly long[] _reported = new long[outputs.Length];
    private TimeSpan _nextReport;

    /// <summary>Pumps until the condition holds or the time is over.</summary>
    /// <param name="condition">Is looked at again whenever the wake event was signalled.</param>
    /// <param name="bound">How long; none means as long as it takes.</param>
    /// <returns>Whether the condition holds.</returns>
    public unsafe bool PumpUntil(Func<bool> condition, TimeSpan? bound)
    {
        TimeSpan? deadline = _clock.Elapsed + bound;
        PollEntry* entries = stackalloc PollEntry[outputs.Length + 2];
        while (!condition())
        {
            if (_clock.Elapsed >= deadline)
            {
                return false;
            }

            Report(_nextReport);
            int count = 0;
            entries[count++] = new PollEntry((int)wake.Handle.DangerousGetHandle(), Constants.PollIn);
            entries[count++] = stdin?.Interest ?? new PollEntry(-1, 0);
            foreach (OutputPump output in outputs)
            {
                entries[count++] = output.Interest;
            }

            if (Libc.Poll(entries, (nuint)count, MillisecondsUntil(deadline)) > 0)
            {
                Handle(entries);
            }
        }

        return true;
    }

    /// <summary>Takes what the pipes hold now, and says where the streams ended.</summary>
    public void Drain()
    {
        foreach (OutputPump output in outputs)
        {
            output.Drain();
        }

        Report(TimeSpan.Zero);
    }

    private unsafe void Handle(PollEntry* entries)
    {
        if (entries[0].Happened != 0)
        {
            wake.Clear();
        }

        if (entries[1].Happened != 0)
        {
            stdin!.Feed();
        }

        for (int i = 0; i < outputs.Length; i++)
        {
            if (entries[i + 2].Happened != 0)
            {
                _ = outputs[i].Move();
            }
        }
    }

    private bool HasNews => outputs.Where((output, i) => output.Total > _reported[i]).Any();

    private void Report(TimeSpan notBefore)
    {
        if (progress is null || _clock.Elapsed < notBefore)
        {
            return;
        }

        for (int i = 0; i < outputs.Length; i++)
        {
            if (outputs[i].Total > _reported[i])
            {
                _reported[i] = outputs[i].Total;
                _nextReport = _clock.Elapsed + ReportInterval;
                progress(outputs[i].Stream, _reported[i]);
            }
        }
    }

    private int MillisecondsUntil(TimeSpan? deadline)
    {
        if (progress is not null && HasNews && !(deadline < _nextReport))
        {
            deadline = _nextReport;
        }

        return deadline is { } until
            ? (int)Math.Clamp(Math.Ceiling((until - _clock.Elapsed).TotalMilliseconds), 0, int.MaxValue)
            : -1;
    }
}
