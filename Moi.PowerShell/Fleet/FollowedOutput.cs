using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Fleet;

/// <summary>The output of a run on one remote: fetched piece by piece as it grows, then its last word.</summary>
/// <param name="fleet">The fleet.</param>
/// <param name="from">The remote.</param>
/// <param name="reader">Where pieces and last word go; it takes them when it is ready.</param>
/// <param name="roll">How long a fetch waits.</param>
/// <param name="pieceBytes">How many bytes are fetched at a time.</param>
internal sealed class FollowedOutput(
    FleetConnection fleet, AskEvent.Sender from, ChannelWriter<AskEvent> reader, RollOptions roll, int pieceBytes)
{
    private readonly Channel<Word> _words = Channel.CreateBounded<Word>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly FollowedStream _stdout = new("stdout");
    private readonly FollowedStream _stderr = new("stderr");
    private AskEvent.Settled? _end;

    /// <summary>The remote told how much there is.</summary>
    public void Grew(string request, OutputTotals totals) => _words.Writer.TryWrite(new Word(request, totals));

    /// <summary>The remote's last word came, or it is given up.</summary>
    public void End(AskEvent.Settled settled)
    {
        _end = settled;
        _words.Writer.TryComplete();
    }

    /// <summary>Fetches and passes on, until the last word is passed on.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (Word word in _words.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            await CatchUpAsync(word, cancellationToken).ConfigureAwait(false);
        }

        if (_end is { Outcome: { Succeeded: true, Reply: { Value: { } value } done } } && ResultOf(value) is { } result)
        {
            await FinishAsync(_stdout, done.Request, result.Stdout, cancellationToken).ConfigureAwait(false);
            await FinishAsync(_stderr, done.Request, result.Stderr, cancellationToken).ConfigureAwait(false);
        }

        await reader.WriteAsync(_end!, cancellationToken).ConfigureAwait(false);
    }

    private async Task CatchUpAsync(Word word, CancellationToken cancellationToken)
    {
        _stdout.Total = Math.Max(_stdout.Total, word.Totals.Stdout);
        _stderr.Total = Math.Max(_stderr.Total, word.Totals.Stderr);
        bool goesOn = true;
        while (goesOn)
        {
            // One piece of each by turns, and both even if the first gave nothing.
            goesOn = await FetchAsync(_stdout, word.Request, cancellationToken).ConfigureAwait(false)
                | await FetchAsync(_stderr, word.Request, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Passes on the rest of a stream: first what came with the answer.</summary>
    private async Task FinishAsync(FollowedStream stream, string request, StreamValue value, CancellationToken cancellationToken)
    {
        byte[] beginning = value.Data ?? Encoding.UTF8.GetBytes(value.Text ?? string.Empty);
        if (stream.Next < beginning.Length)
        {
            await PassOnAsync(stream, stream.Next, beginning.AsMemory((int)stream.Next), cancellationToken).ConfigureAwait(false);
        }

        stream.Total = value.Bytes;
        while (await FetchAsync(stream, request, cancellationToken).ConfigureAwait(false))
        {
        }

        if (stream.Next < stream.Total)
        {
            await PassOnAsync(stream, stream.Total, default, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>Whether the stream came any further.</returns>
    private async Task<bool> FetchAsync(FollowedStream stream, string request, CancellationToken cancellationToken)
    {
        if (stream.Next >= stream.Total || await AskAsync(stream, request, cancellationToken).ConfigureAwait(false) is not { } piece)
        {
            return false;
        }

        stream.Total = Math.Max(stream.Total, piece.Total);
        long before = stream.Next;
        if (piece.Offset + piece.Data.Length > before)
        {
            await PassOnAsync(stream, piece.Offset, piece.Data, cancellationToken).ConfigureAwait(false);
        }

        return stream.Next > before;
    }

    private async Task PassOnAsync(FollowedStream stream, long offset, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        long leftOut = offset - stream.Next;
        stream.Next = offset + data.Length;
        await reader.WriteAsync(new AskEvent.Output(from, stream.Name, leftOut, data), cancellationToken).ConfigureAwait(false);
    }

    private async Task<OutputValue?> AskAsync(FollowedStream stream, string request, CancellationToken cancellationToken)
    {
        OutputArguments arguments = new(request, stream.Name, stream.Next, pieceBytes);
        Question question = new(
            Verb.Output,
            JsonSerializer.SerializeToElement(arguments, MessageJson.Wire.OutputArguments),
            Target.Only(from.Id, fleet.Presence),
            roll);
        OutputValue? piece = null;
        await foreach (AskEvent happened in fleet.AskAsync(question, cancellationToken).ConfigureAwait(false))
        {
            if (happened is AskEvent.Settled { Outcome: { Succeeded: true, Reply.Value: { } value } })
            {
                piece = PieceOf(value);
            }
        }

        return piece is not null && piece.Offset >= stream.Next ? piece : null;
    }

    private OutputValue? PieceOf(JsonElement value) => Read(() => Answer.OutputOf(value));

    private RunValue? ResultOf(JsonElement value) => Read(() => Answer.RunOf(value));

    private T? Read<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (JsonException e)
        {
            // The output is then incomplete, which is said.
            fleet.Notices.Add($"{from.Address} {from.Name}: {e.Message}");
            return null;
        }
    }

    /// <summary>How much a run wrote, as a remote told.</summary>
    private readonly record struct Word(string Request, OutputTotals Totals);

    /// <summary>How far a stream has come.</summary>
    private sealed class FollowedStream(string name)
    {
        public string Name { get; } = name;

        /// <summary>The offset of the next byte to pass on.</summary>
        public long Next { get; set; }

        /// <summary>How many bytes there are, as far as is known.</summary>
        public long Total { get; set; }
    }
}
