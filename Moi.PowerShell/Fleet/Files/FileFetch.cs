using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Moi.Daemon.Verbs;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Fleet.Files;

/// <summary>Fetches one file from one remote: the question is open as long as blocks come, so that its roll tells when the remote falls silent.</summary>
internal sealed class FileFetch
{
    /// <summary>After a restart, a remote takes the request up again for so long.</summary>
    private const int TimeToLive = 3600;

    /// <summary>How long a remote that went offline has to come back and go on.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly FleetConnection _fleet;
    private readonly FetchPlan _plan;
    private readonly Question _question;
    private readonly FileTaking _taking;

    /// <param name="fleet">The connection.</param>
    /// <param name="plan">Which file.</param>
    /// <param name="roll">How long to wait for the remote.</param>
    /// <param name="blockSize">The largest block to be sent, in bytes.</param>
    /// <param name="window">How many bytes may be on the way at once.</param>
    public FileFetch(FleetConnection fleet, FetchPlan plan, RollOptions roll, int blockSize, int window)
    {
        _fleet = fleet;
        _plan = plan;
        PullArguments arguments = new() { Path = plan.RemotePath, BlockSize = blockSize, Window = window };
        _question = new Question(
            Verb.Pull,
            JsonSerializer.SerializeToElement(arguments, MessageJson.Wire.PullArguments),
            Target.Only(plan.Id, fleet.Presence),
            roll with { Grace = Grace })
        { IsCancelled = true, TimeToLive = TimeToLive };
        _taking = new FileTaking(fleet, plan, _question.Id, window);
    }

    /// <summary>Publishes what is lacking.</summary>
    public Func<string, ReadOnlyMemory<byte>, CancellationToken, Task> Publish
    {
        init => _taking.Publish = value;
    }

    /// <summary>Gives how far it has come, and last what came of it.</summary>
    /// <exception cref="Protocol.Transport.BrokerException">As <see cref="FleetConnection.AskAsync"/>.</exception>
    public async IAsyncEnumerable<FetchEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<PullOffer> offers = Channel.CreateUnbounded<PullOffer>();
        await using FetchLine line = await FetchLine.OpenAsync(_fleet.Transfers, _question.Id, _plan.Id, cancellationToken).ConfigureAwait(false);
        Task<FetchEvent> taking = TakeOrEndAsync(line, offers.Reader, over);
        Outcome? last = null;
        uint? life = null;
        try
        {
            await using IAsyncEnumerator<AskEvent> events = _fleet.AskAsync(_question, over.Token).GetAsyncEnumerator(CancellationToken.None);
            while (await NextAsync(events, cancellationToken).ConfigureAwait(false))
            {
                switch (events.Current)
                {
                    case AskEvent.Offered { Offer: var offer } when offer.Life != life:
                        life = offer.Life;
                        offers.Writer.TryWrite(offer);
                        break;
                    case AskEvent.Waiting:
                        yield return new FetchEvent.Moved(_plan, _taking.Have);
                        break;
                    case AskEvent.Settled { Outcome: var outcome }:
                        last = outcome;
                        await EndUnlessDoneAsync(outcome, over).ConfigureAwait(false);
                        break;
                }
            }

            if (last is null)
            {
                // Nobody was there to be asked; or the taking has ended, and cannot be ended once more.
                await over.CancelAsync().ConfigureAwait(false);
            }

            yield return await ResultAsync(taking, last, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await ((Task)taking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The next event; none where the taking has come to its end.</summary>
    private static async Task<bool> NextAsync(IAsyncEnumerator<AskEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>A remote that does not give the file, or gives no more of it, ends the taking.</summary>
    private Task EndUnlessDoneAsync(Outcome outcome, CancellationTokenSource over)
    {
        if (outcome.Reply?.Error?.Code == FaultCode.FileChanged)
        {
            _taking.GiveUp();
        }

        return outcome.Succeeded ? Task.CompletedTask : over.CancelAsync();
    }

    private async Task<FetchEvent> ResultAsync(Task<FetchEvent> taking, Outcome? last, CancellationToken cancellationToken)
    {
        try
        {
            return await taking.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return last is null
                ? new FetchEvent.Failed(_plan, FaultCode.Failed, $"'{_plan.RemotePath}' was not fetched: the remote is not known any more.")
                : new FetchEvent.Refused(_plan, last);
        }
        catch (VerbException e)
        {
            return new FetchEvent.Failed(_plan, e.Fault.Code, e.Fault.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new FetchEvent.Failed(_plan, FaultCode.CannotWrite, $"'{_plan.LocalPath}' cannot be written: {e.Message}");
        }
    }

    private async Task<FetchEvent> TakeOrEndAsync(FetchLine line, ChannelReader<PullOffer> offers, CancellationTokenSource over)
    {
        try
        {
            return await _taking.RunAsync(line.Inbox, offers, over.Token).ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The subscription to the blocks, for as long as they come.</summary>
    private sealed class FetchLine(Transfers transfers, string transfer, string id, Daemon.Files.BlockInbox inbox) : IAsyncDisposable
    {
        public Daemon.Files.BlockInbox Inbox => inbox;

        public static async Task<FetchLine> OpenAsync(Transfers transfers, string transfer, string id, CancellationToken cancellationToken) =>
            new(transfers, transfer, id, await transfers.OpenFetchAsync(transfer, id, cancellationToken).ConfigureAwait(false));

        public async ValueTask DisposeAsync() => await transfers.CloseFetchAsync(transfer, id).ConfigureAwait(false);
    }
}
