using System.Runtime.CompilerServices;
using Moi.Daemon.Files;
using Moi.Protocol.Filters;
using Moi.Protocol.Transfer;
using Moi.Protocol.Transport;

namespace Moi.PowerShell.Fleet.Files;

/// <summary>
/// Sends a file to all who are asked to take it: the question goes out as any other does, and while it is open each block that
/// somebody lacks is published.
/// </summary>
internal sealed class FileSending
{
    /// <summary>A large fleet says more than anybody looks at.</summary>
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan WithoutConnection = TimeSpan.FromSeconds(5);

    private const int NamedOnes = 5;

    private readonly FleetConnection _fleet;
    private readonly FileSource _source;
    private readonly Question _question;
    private readonly FileSender _sender;
    private readonly HashSet<string> _expected;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly long _started;
    private TimeSpan _nextProgress;
    private volatile Progress _progress = new(0, []);

    /// <summary>Prepares to send.</summary>
    /// <param name="fleet">The connection.</param>
    /// <param name="source">The file.</param>
    /// <param name="question">The question that asks to take it.</param>
    public FileSending(FleetConnection fleet, FileSource source, Question question)
    {
        _fleet = fleet;
        _source = source;
        _question = question;
        _expected = [.. question.Target.Expected.Select(remote => remote.Id)];
        _started = _time.GetTimestamp();
        _sender = new FileSender(source.Layout, new SenderOptions { Expected = question.Target.Expected.Count });
        Publish = fleet.Transfers.PublishAsync;
    }

    /// <summary>Publishes a block on a topic.</summary>
    public Func<string, ReadOnlyMemory<byte>, CancellationToken, Task> Publish { get; init; }

    /// <summary>Whether each block goes to each receiver on a topic of its own, which no other remote can read.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>How many block messages were sent so far, the hash list's included.</summary>
    public long Sent => _sender.Sent;

    private TimeSpan Now => _time.GetElapsedTime(_started);

    /// <summary>Gives the outcomes, and how far it has come. When the caller stops early, the receivers end and keep what has come.</summary>
    /// <exception cref="MoiException">The file was changed meanwhile.</exception>
    /// <exception cref="BrokerException">As <see cref="FleetConnection.AskAsync"/>.</exception>
    public async IAsyncEnumerable<AskEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        TransferLine line = await _fleet.Transfers.OpenSendingAsync(_question.Id, IsMeant, cancellationToken).ConfigureAwait(false);
        Task sending = SendOrEndAsync(line, over);
        try
        {
            await using IAsyncEnumerator<AskEvent> events = _fleet.AskAsync(_question, over.Token).GetAsyncEnumerator(CancellationToken.None);
            while (await NextAsync(events, sending, cancellationToken).ConfigureAwait(false))
            {
                if (events.Current is AskEvent.Settled { Outcome: var outcome })
                {
                    line.Leave(outcome.Id);
                }

                yield return events.Current is AskEvent.Waiting waiting ? Describe(waiting) : events.Current;
            }
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _fleet.Transfers.CloseSendingAsync(_question.Id).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Whether a remote is one of the receivers: anybody can say that it lacks blocks, and would be sent even those of a private file.
    /// Where everyone is meant, that is also one that was heard of only after the question was made.
    /// </summary>
    private bool IsMeant(string id) =>
        _expected.Contains(id)
        || (_question.Target is { Audience.All: true, Filter: var filter }
            && _fleet.Presence.Find(id) is { } remote
            && filter?.Evaluate(new PresenceKeys(remote)) is not Truth.False);

    /// <summary>The next event; where the sending failed, its failure.</summary>
    private static async Task<bool> NextAsync(IAsyncEnumerator<AskEvent> events, Task sending, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await sending.ConfigureAwait(false);
            throw;
        }
    }

    private AskEvent.Transferring Describe(AskEvent.Waiting waiting)
    {
        Progress progress = _progress;
        IReadOnlyList<string> names = progress.Slowest.Count == 0
            ? waiting.Names
            : [.. progress.Slowest.Select(id => _fleet.Presence.Find(id)?.Name ?? id)];
        return new AskEvent.Transferring(
            waiting with { Names = names }, _source.Manifest.Name, progress.Least, _source.Manifest.Size);
    }

    private async Task SendOrEndAsync(TransferLine line, CancellationTokenSource over)
    {
        try
        {
            await SendAsync(line, over.Token).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new MoiException(e.Message, e);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task SendAsync(TransferLine line, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (line.TryTake(out TransferLine.Word word))
            {
                Take(word);
            }

            SenderStep step = _sender.Next(Now);
            if (step.Block is { } block)
            {
                await PublishAsync(line, block, step, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                NoteProgress();
                await line.WaitAsync(step.Until < TimeSpan.MaxValue ? step.Until - Now : step.Until, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Take(TransferLine.Word word)
    {
        if (word is { Id: { } id, Want: { } bytes })
        {
            if (Want.Read(bytes.Span, _source.Layout.Count) is { } want)
            {
                _sender.Hear(id, want, Now);
            }
        }
        else if (word.Id is { } gone)
        {
            _sender.Leave(gone);
        }
    }

    private async Task PublishAsync(TransferLine line, int block, SenderStep step, CancellationToken cancellationToken)
    {
        byte[] message = _source.MessageOf(block, step.Sequence);
        try
        {
            foreach (string topic in TopicsOf(step))
            {
                await Publish(topic, message, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (BrokerException e) when (e.Kind is BrokerFailure.NotConnected or BrokerFailure.ConnectionLost or BrokerFailure.Timeout)
        {
            // The block counts as sent and is lost: its receivers ask for it when the connection is there again.
            if (!_fleet.IsConnected)
            {
                await line.WaitAsync(WithoutConnection, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private IEnumerable<string> TopicsOf(SenderStep step) =>
        step.To is { } only ? [_fleet.Topics.FileTo(_question.Id, only)]
        : IsPrivate ? _sender.Progress.Select(receiver => _fleet.Topics.FileTo(_question.Id, receiver.Key))
        : [_fleet.Topics.FileBlock(_question.Id)];

    private void NoteProgress()
    {
        if (Now < _nextProgress)
        {
            return;
        }

        _nextProgress = Now + ProgressInterval;
        List<KeyValuePair<string, long>> behind = [.. _sender.Progress.OrderBy(one => one.Value).Take(NamedOnes)];
        _progress = new Progress(
            behind.Count == 0 ? 0 : behind[0].Value,
            [.. _sender.Stalled.Concat(behind.Where(one => one.Value < _source.Manifest.Size).Select(one => one.Key)).Distinct().Take(NamedOnes)]);
    }

    /// <summary>How far it has come, to be looked at from another thread.</summary>
    private sealed record Progress(long Least, IReadOnlyList<string> Slowest);
}
