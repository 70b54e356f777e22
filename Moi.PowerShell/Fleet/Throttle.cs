using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Fleet;

/// <summary>Asks remotes one by one, so many at a time: when one has answered or is given up, the next is asked.</summary>
/// <param name="remotes">Who is asked, in this order.</param>
/// <param name="limit">How many at a time.</param>
/// <param name="ask">Asks one.</param>
/// <param name="isEnough">Whether no more are to be asked. Called from any thread, when what happened to an earlier one has been seen.</param>
internal sealed class Throttle(
    IReadOnlyList<RemotePresence> remotes, int limit, Func<RemotePresence, CancellationToken, IAsyncEnumerable<AskEvent>> ask, Func<bool> isEnough)
{
    private const int NamesTold = 5;

    private readonly ConcurrentDictionary<string, string> _atWork = new(StringComparer.Ordinal);
    private int _next;

    /// <summary>Those whose turn did not come.</summary>
    public IReadOnlyList<RemotePresence> Left => [.. remotes.Skip(_next)];

    /// <summary>Asks, and tells what happens to each. Ends early where it is enough, when those who were asked have answered.</summary>
    public async IAsyncEnumerable<AskEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (Step step in ManyAtOnce.RunAsync(InTurn(), limit, AskAsync, cancellationToken).ConfigureAwait(false))
        {
            if (step.Happened is { } happened)
            {
                yield return happened is AskEvent.Waiting ? Progress() : happened;
            }

            step.End?.SetResult();
        }
    }

    private IEnumerable<RemotePresence> InTurn()
    {
        while (_next < remotes.Count && !isEnough())
        {
            yield return remotes[_next++];
        }
    }

    private async IAsyncEnumerable<Step> AskAsync(RemotePresence remote, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _atWork[remote.Id] = remote.Name;
        await foreach (AskEvent happened in ask(remote, cancellationToken).ConfigureAwait(false))
        {
            yield return new Step(happened, null);
        }

        // The next one's turn comes when all of this one's has been seen: it may have been one failure too many.
        _atWork.TryRemove(remote.Id, out _);
        TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        yield return new Step(null, seen);
        await seen.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private AskEvent.Waiting Progress() => new(_next - _atWork.Count, remotes.Count, [.. _atWork.Values.Take(NamesTold)]);

    /// <summary>What happened to one, or that it is over, to be said when that was seen.</summary>
    private readonly record struct Step(AskEvent? Happened, TaskCompletionSource? End);
}
