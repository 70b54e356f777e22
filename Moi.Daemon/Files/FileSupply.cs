using Moi.Daemon.Verbs;
using Moi.Protocol.Messages;
using Moi.Protocol.Transfer;

namespace Moi.Daemon.Files;

/// <summary>Gives a file to one receiver: sends what it says it lacks, no more at once than the window allows, until it lacks nothing.</summary>
/// <param name="source">The file.</param>
/// <param name="wants">What the receiver says.</param>
/// <param name="send">Sends a block. What does not go out counts as lost on the way, and is asked for again.</param>
/// <param name="window">How many bytes may be on the way.</param>
/// <param name="time">The clock.</param>
internal sealed class FileSupply(
    FileSource source, WantInbox wants, Func<ReadOnlyMemory<byte>, CancellationToken, Task> send, int window, TimeProvider time)
{
    private const string Receiver = "receiver";

    /// <summary>A receiver that waits says so at least every ten seconds.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    private readonly FileSender _sender = new(source.Layout, new SenderOptions { Expected = 1, Window = window });
    private readonly long _started = time.GetTimestamp();
    private TimeSpan _heardAt;

    private TimeSpan Now => time.GetElapsedTime(_started);

    /// <summary>Returns when the receiver lacks nothing.</summary>
    /// <exception cref="FileChangedException">The file was changed meanwhile.</exception>
    /// <exception cref="VerbException">The receiver says nothing any more.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!HearAll())
        {
            SenderStep step = _sender.Next(Now);
            if (step.Block is { } block)
            {
                await send(source.MessageOf(block, step.Sequence), cancellationToken).ConfigureAwait(false);
                continue;
            }

            TimeSpan end = _heardAt + LongestSilence;
            if (Now >= end)
            {
                throw new VerbException(FaultCode.ReceiverSilent, $"Whoever fetches '{source.Manifest.Name}' has said nothing for {LongestSilence.TotalSeconds:0} s.");
            }

            await wants.WaitAsync((step.Until < end ? step.Until : end) - Now, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes in all that was said.</summary>
    /// <returns>Whether nothing is lacking.</returns>
    private bool HearAll()
    {
        while (wants.TryTake(out ReadOnlyMemory<byte> said))
        {
            if (Want.Read(said.Span, source.Layout.Count) is not { } want)
            {
                continue;
            }

            _heardAt = Now;
            _sender.Hear(Receiver, want, Now);
            if (want.End == source.Layout.Count && want.Ranges.Count == 0)
            {
                return true;
            }
        }

        return false;
    }
}
