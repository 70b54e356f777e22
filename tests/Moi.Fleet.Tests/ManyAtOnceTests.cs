using System.Runtime.CompilerServices;
using Moi.PowerShell.Fleet;

namespace Moi.Fleet.Tests;

public sealed class ManyAtOnceTests
{
    [Fact]
    public async Task No_more_streams_run_at_a_time_than_was_said_and_all_come_to_their_end()
    {
        int running = 0;
        int most = 0;

        async IAsyncEnumerable<int> Stream(int source, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            int now = Interlocked.Increment(ref running);
            lock (this)
            {
                most = Math.Max(most, now);
            }

            for (int i = 0; i < 10; i++)
            {
                await Task.Yield();
                yield return source;
            }

            Interlocked.Decrement(ref running);
        }

        List<int> happened = [];
        await foreach (int one in ManyAtOnce.RunAsync(Enumerable.Range(0, 50), 3, Stream))
        {
            happened.Add(one);
        }

        Assert.Equal(500, happened.Count);
        Assert.Equal(50, happened.Distinct().Count());
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task The_first_that_fails_ends_the_others()
    {
        int ended = 0;
        TaskCompletionSource other = new(TaskCreationOptions.RunContinuationsAsynchronously);

        async IAsyncEnumerable<int> Stream(int source, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return source;
            if (source == 1)
            {
                await other.Task.WaitAsync(cancellationToken);
                throw new InvalidOperationException("fails");
            }

            try
            {
                other.SetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                Interlocked.Increment(ref ended);
            }
        }

        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (int _ in ManyAtOnce.RunAsync([0, 1], 2, Stream))
            {
            }
        });
        Assert.Equal(1, ended);
    }

    [Fact]
    public async Task Whoever_stops_reading_ends_them_all()
    {
        int ended = 0;

        async IAsyncEnumerable<int> Stream(int source, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            try
            {
                yield return source;
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                Interlocked.Increment(ref ended);
            }
        }

        await foreach (int _ in ManyAtOnce.RunAsync([0, 1, 2], 1, Stream))
        {
            break;
        }

        Assert.Equal(1, ended);
    }
}
