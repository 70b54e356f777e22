using System.Threading.Channels;

namespace Moi.Daemon.Files;

/// <summary>A wait that ends by itself.</summary>
internal static class ChannelWait
{
    /// <summary>Waits until there is something to read, or the time has passed.</summary>
    public static async Task WaitAsync<T>(this ChannelReader<T> reader, TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        if (atMost <= TimeSpan.Zero)
        {
            return;
        }

        using CancellationTokenSource late = new(atMost, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await reader.WaitToReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time has passed.
        }
    }
}
