using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Fleet;

/// <summary>
/// Runs a command on remotes and gives what they write while they do. A remote only tells that there is output; it is fetched
/// from here, no faster than it is read. So a slow reader slows the fetching and not the command, costs neither end more than
/// its bound, and learns how much it missed.
/// </summary>
internal sealed class OutputFollower
{
    /// <summary>How many pieces wait for the reader; each remote holds one more.</summary>
    private const int Ahead = 16;

    private readonly FleetConnection _fleet;
    private readonly Question _run;
    private readonly int _pieceBytes;
    private readonly Channel<AskEvent> _events = Channel.CreateBounded<AskEvent>(new BoundedChannelOptions(Ahead) { SingleReader = true });
    private readonly Dictionary<string, FollowedOutput> _outputs = new(StringComparer.Ordinal);
    private readonly List<Task> _following = [];

    private OutputFollower(FleetConnection fleet, Question run, int pieceBytes)
    {
        _fleet = fleet;
        _run = run;
        _pieceBytes = pieceBytes;
    }

    /// <summary>
    /// As <see cref="FleetConnection.AskAsync"/>, with <see cref="AskEvent.Output"/> in between; a remote's last word comes
    /// after all its output.
    /// </summary>
    /// <param name="fleet">The fleet.</param>
    /// <param name="run">A question with <see cref="Verb.Run"/> and <see cref="RunArguments.Stream"/>.</param>
    /// <param name="pieceBytes">How many bytes are fetched at a time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Protocol.Transport.BrokerException">As there.</exception>
    public static async IAsyncEnumerable<AskEvent> FollowAsync(
        FleetConnection fleet, Question run, int pieceBytes, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        OutputFollower follower = new(fleet, run, pieceBytes);
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task asking = follower.AskAsync(over.Token);
        try
        {
            await foreach (AskEvent happened in follower._events.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return happened;
            }
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await asking.ConfigureAwait(false);
        }
    }

    /// <summary>Never fails: what went wrong is given to the reader.</summary>
    private async Task AskAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource broken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Exception? failure = null;
        try
        {
            await foreach (AskEvent happened in _fleet.AskAsync(_run, cancellationToken).ConfigureAwait(false))
            {
                Take(happened, broken.Token);
            }

            await Task.WhenAll(_following).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = e;
            await broken.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(_following).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _events.Writer.Complete(failure);
    }

    private void Take(AskEvent happened, CancellationToken cancellationToken)
    {
        switch (happened)
        {
            case AskEvent.Grew grew:
                OutputOf(grew.From, cancellationToken).Grew(grew.Request, grew.Totals);
                break;
            case AskEvent.Settled { Outcome: { } outcome } settled:
                OutputOf(new AskEvent.Sender(outcome.Id, outcome.Address, outcome.Name), cancellationToken).End(settled);
                break;
            default:
                // Progress is worth nothing to a reader that is behind.
                _events.Writer.TryWrite(happened);
                break;
        }
    }

    private FollowedOutput OutputOf(AskEvent.Sender from, CancellationToken cancellationToken)
    {
        if (!_outputs.TryGetValue(from.Id, out FollowedOutput? output))
        {
            output = new FollowedOutput(_fleet, from, _events.Writer, _run.Roll with { Changes = false, Total = null }, _pieceBytes);
            _outputs[from.Id] = output;
            _following.Add(output.RunAsync(cancellationToken));
        }

        return output;
    }
}
