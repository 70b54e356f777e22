using System.Text.Json;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Requests;

/// <summary>
/// Keeps an operator told while a request is worked on: nothing if it is done at once, else an acknowledgement and then a beat
/// as often as it promised.
/// </summary>
internal sealed class Work : IAsyncDisposable
{
    /// <summary>What is done by then needs no acknowledgement.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _over = new();
    private readonly Func<ReplyKind, JsonElement?, TimeSpan, Task> _tell;
    private readonly TimeProvider _time;
    private readonly Task _beating;
    private volatile bool _isQueued;
    private volatile News? _news;

    /// <summary>Begins to keep an operator told.</summary>
    /// <param name="rollSize">How many remotes work on the request; a large roll beats more slowly.</param>
    /// <param name="tell">Sends an acknowledgement of this kind, with news or without, and with the time within which the next word comes.</param>
    /// <param name="time">The clock.</param>
    public Work(int rollSize, Func<ReplyKind, JsonElement?, TimeSpan, Task> tell, TimeProvider time)
    {
        _tell = tell;
        _time = time;
        Beat = BeatFor(rollSize);
        _beating = BeatAsync();
    }

    /// <summary>The promised time between two words.</summary>
    public TimeSpan Beat { get; }

    /// <summary>How often each of so many remotes lets itself be heard.</summary>
    public static TimeSpan BeatFor(int rollSize) => TimeSpan.FromSeconds(Math.Clamp(rollSize / 500.0, 1, 60));

    /// <summary>It waits for others to end.</summary>
    public void Queue() => _isQueued = true;

    /// <summary>It is worked on.</summary>
    public void Begin() => _isQueued = false;

    /// <summary>There is output: all words from now on tell of it.</summary>
    /// <param name="news">What <see cref="ReplyKind.Out"/> carries.</param>
    /// <param name="now">Whether to say it now, and not only with the next beat.</param>
    public void Report(JsonElement news, bool now)
    {
        _news = new News(news);
        if (now && !_over.IsCancellationRequested)
        {
            _ = TellAsync();
        }
    }

    /// <summary>Ends the beats: the last word is next.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await _beating.ConfigureAwait(false);
        _over.Dispose();
    }

    private async Task BeatAsync()
    {
        try
        {
            await Task.Delay(AtOnce, _time, _over.Token).ConfigureAwait(false);
            using PeriodicTimer timer = new(Beat, _time);
            do
            {
                await TellAsync().ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(_over.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }

    private Task TellAsync() => _news is { } news
        ? _tell(ReplyKind.Out, news.Value, Beat)
        : _tell(_isQueued ? ReplyKind.Queued : ReplyKind.Ack, null, Beat);

    /// <summary>News in a class, so that it is put in its place at once.</summary>
    private sealed record News(JsonElement Value);
}
