using System.Runtime.CompilerServices;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Fleet;

/// <summary>
/// One question while it is open: it is asked, what is heard is entered in its roll, the unheard are asked again, and what
/// becomes of each remote is told in turn.
/// </summary>
/// <param name="question">The question.</param>
/// <param name="post">How it reaches the remotes.</param>
/// <param name="time">The clock.</param>
internal sealed class Inquiry(Question question, IPost post, TimeProvider time)
{
    private const int NamesTold = 5;

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Mailbox _mailbox = new();
    private readonly long _asked = time.GetTimestamp();
    private readonly HashSet<string> _expected = [.. question.Target.Expected.Select(remote => remote.Id)];
    private TimeSpan _next;

    /// <summary>Everyone who should answer, as the question has it.</summary>
    public IReadOnlyList<RemotePresence> Expected => question.Target.Expected;

    private TimeSpan Now => time.GetElapsedTime(_asked);

    /// <summary>Takes in something heard; from any thread.</summary>
    public void Hear(Word word) => _mailbox.Put(word);

    /// <summary>Asks, and ends when everyone on the roll has answered or is given up.</summary>
    /// <param name="expected">Those on the roll, as they are known now that all news of them comes here.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async IAsyncEnumerable<AskEvent> RunAsync(
        IEnumerable<RemotePresence> expected, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Roll roll = new(question.Roll, expected, Now);
        Task asking = post.AskAsync(cancellationToken);
        TimeSpan nextProgress = Now + ProgressInterval;
        while (true)
        {
            while (_mailbox.TryTake(out Word word))
            {
                foreach (AskEvent happened in Enter(word, roll))
                {
                    yield return happened;
                }
            }

            if (asking.IsCompleted)
            {
                await asking.ConfigureAwait(false);
                if (roll.IsComplete)
                {
                    break;
                }
            }

            foreach (Outcome missing in LetTimePass(roll))
            {
                yield return new AskEvent.Settled(missing);
            }

            if (Now >= nextProgress)
            {
                nextProgress = Now + ProgressInterval;
                yield return new AskEvent.Waiting(
                    roll.Settled, roll.Count, [.. roll.Waiting.Take(NamesTold).Select(remote => remote.Name)]);
            }

            // With nobody left to wait for there is nothing to wait for, but the broker's word that it took the question.
            TimeSpan wait = roll.IsComplete && asking.IsCompleted ? TimeSpan.Zero : Until(_next < nextProgress ? _next : nextProgress);
            await _mailbox.WaitAsync(asking, wait, cancellationToken).ConfigureAwait(false);
        }

        foreach (Outcome missing in roll.Close(Now))
        {
            yield return new AskEvent.Settled(missing);
        }
    }

    private IEnumerable<AskEvent> Enter(Word word, Roll roll)
    {
        // What is heard may bring the next moment forward, but never before this.
        TimeSpan soonest = Now + roll.Soonest;
        _next = soonest < _next ? soonest : _next;
        switch (word)
        {
            case { From: { } from, Reply: { } reply } when IsAsked(from.Id) && !post.TakesAnswer(from.Id, reply):
                AskEvent? news = question.Verb == Verb.Pull ? AskEvent.Offered.Of(reply) : AskEvent.Grew.Of(from, reply);
                if (news is not null)
                {
                    yield return news;
                }

                if (roll.Hear(from, reply, Now) is { } outcome)
                {
                    Arrival arrival = new(word.HeardAt, time.GetElapsedTime(_asked, word.Timestamp), from);
                    yield return new AskEvent.Settled(outcome with { Arrival = arrival });
                }

                break;
            case { From: { } from, Reply: null }:
                if (roll.HearPresence(from, Now))
                {
                    post.AskAgain(from.Id);
                }

                break;
            case { From: null }:
                roll.AskEveryoneAgain(Now);
                _next = TimeSpan.Zero;
                break;
        }
    }

    /// <summary>Where remotes are named, nobody else is asked, and whoever answers all the same is no result and no target of what follows.</summary>
    private bool IsAsked(string id) => question.Target.Audience switch
    {
        { Remotes: { } named } => _expected.Contains(id) || named.Contains(id),
        { SucceededIn: not null } => _expected.Contains(id),
        _ => true,
    };

    private IReadOnlyList<Outcome> LetTimePass(Roll roll)
    {
        if (Now < _next)
        {
            return [];
        }

        RollStep step = roll.Advance(Now);
        _next = step.Next;
        if (step.Missing.Count > 0)
        {
            post.RequireConnection(step.Missing.Count + roll.Waiting.Count(), roll.Count);
        }

        foreach (string id in step.AskAgain)
        {
            post.AskAgain(id);
        }

        return step.Missing;
    }

    private TimeSpan Until(TimeSpan moment)
    {
        // Timers know whole milliseconds: rounded down, the last one would be spent looking again and again.
        TimeSpan wait = TimeSpan.FromMilliseconds(Math.Ceiling((moment - Now).TotalMilliseconds));
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;
    }
}
