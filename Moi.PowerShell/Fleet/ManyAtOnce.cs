using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Moi.PowerShell.Fleet;

/// <summary>Runs several streams of events side by side, no more at a time than is said, each when one before it has ended.</summary>
internal static class ManyAtOnce
{
    private const int HeldBack = 256;

    /// <summary>Gives the events of all streams as they come. The first that fails ends the others.</summary>
    /// <param name="sources">What there is a stream for, in the order in which they begin.</param>
    /// <param name="atOnce">How many run at a time.</param>
    /// <param name="begin">Begins the stream of one.</param>
    /// <param name="cancellationToken">Ends them all.</param>
    public static async IAsyncEnumerable<TEvent> RunAsync<TSource, TEvent>(
        IEnumerable<TSource> sources,
        int atOnce,
        Func<TSource, CancellationToken, IAsyncEnumerable<TEvent>> begin,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Channel<TEvent> events = Channel.CreateBounded<TEvent>(HeldBack);
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task running = RunAllAsync();
        try
        {
            await foreach (TEvent happened in events.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return happened;
            }
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(false);
        }

        async Task RunAllAsync()
        {
            try
            {
                await Parallel.ForEachAsync(
                    sources,
                    new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = over.Token },
                    async (source, cancel) =>
                    {
                        await foreach (TEvent happened in begin(source, cancel).ConfigureAwait(false))
                        {
                            await events.Writer.WriteAsync(happened, cancel).ConfigureAwait(false);
                        }
                    }).ConfigureAwait(false);
                events.Writer.Complete();
            }
            catch (Exception e)
            {
                // It comes out where the events are read.
                events.Writer.Complete(e);
            }
        }
    }
}
