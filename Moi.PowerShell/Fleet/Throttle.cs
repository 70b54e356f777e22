using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Fleet;

/// <summary>Asks remotes one by one, so many at a time: when one has answered or is given up, the next is asked.</summary>
/// <param name="remotes">Who is asked, in this order.</param>
/// <param name="limit">How many at a time.</param>
/// <param name="ask">Asks one.</param>
/// <param name="isEnough">Whether no more are to be asked. Called between two events, never while one is being looked at.</param>
internal sealed class Throttle(
    IReadOnlyList<RemotePresence> remotes, int limit, Func<RemotePresence, CancellationToken, IAsyncEnumerable<AskEvent>> ask, Func<bool> isEnough)
{
    private const int NamesTold = 5;

    private readonly List<RemotePresence> _asked = [];
    private int _next;

    /// <summary>Those whose turn did not come.</summary>
    public IReadOnlyList<RemotePresence> Left => [.. remotes.Skip(_next)];

    /// <summary>Asks, and tells what happens to each. Ends early where it is enough, when those who were asked have answered.</summary>
    public async IAsyncEnumerable<AskEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<(RemotePresence From, AskEvent? Happened)> events = Channel.CreateUnbounded<(RemotePresence, AskEvent?)>();
        List<Task> asking = [];
        try
        {
            BeginThoseWhoseTurnItIs(events.Writer, asking, stop.Token);
            while (_asked.Count > 0)
            {
                (RemotePresence from, AskEvent? happened) = await events.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (happened is null)
                {
                    _asked.Remove(from);
                    BeginThoseWhoseTurnItIs(events.Writer, asking, stop.Token);
                }
                else
                {
                    yield return happened is AskEvent.Waiting ? Progress() : happened;
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(asking).ConfigureAwait(false);
    }

    private void BeginThoseWhoseTurnItIs(
        ChannelWriter<(RemotePresence From, AskEvent? Happened)> events, List<Task> asking, CancellationToken stop)
    {
        while (_asked.Count < limit && _next < remotes.Count && !isEnough())
        {
            RemotePresence remote = remotes[_next++];
            _asked.Add(remote);
            asking.Add(AskAsync(remote, events, stop));
        }
    }

    private async Task AskAsync(
        RemotePresence remote, ChannelWriter<(RemotePresence From, AskEvent? Happened)> events, CancellationToken stop)
    {
        try
        {
            await foreach (AskEvent happened in ask(remote, stop).ConfigureAwait(false))
            {
                events.TryWrite((remote, happened));
            }
        }
        finally
        {
            events.TryWrite((remote, null));
        }
    }

    private AskEvent.Waiting Progress() =>
        new(_next - _asked.Count, remotes.Count, [.. _asked.Take(NamesTold).Select(remote => remote.Name)]);
}
