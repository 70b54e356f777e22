using System.Security.Cryptography;
using Moi.Daemon.Verbs;
using Moi.Protocol.Messages;
using Moi.Protocol.Transfer;

namespace Moi.Daemon.Files;

/// <summary>Takes a file in: writes down the blocks that come and are right, and says what is lacking, until nothing is.</summary>
/// <param name="manifest">What the file is.</param>
/// <param name="part">Where it is put together.</param>
/// <param name="inbox">The blocks that come.</param>
/// <param name="say">Tells the sender what is lacking.</param>
/// <param name="interval">How long to wait between two reports while blocks come.</param>
/// <param name="window">How many bytes the sender keeps on the way; a report is due when half of that has come.</param>
/// <param name="time">The clock.</param>
internal sealed class FileReception(FileManifest manifest, PartFile part, BlockInbox inbox, Func<Want, Task> say, TimeSpan interval, int window, TimeProvider time)
{
    /// <summary>Without any word from the sender for so long, it is gone.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    /// <summary>With words, but none that helps, for so long, they never will.</summary>
    private static readonly TimeSpan LongestStandstill = TimeSpan.FromMinutes(5);

    private readonly long _started = time.GetTimestamp();

    private FileReceiver? _receiver;

    /// <summary>How many bytes of the file are there now; to be looked at from any thread.</summary>
    public long Have => Volatile.Read(ref _receiver)?.Have ?? 0;

    private TimeSpan Now => time.GetElapsedTime(_started);

    /// <summary>Returns when the whole file is in the part.</summary>
    /// <returns>How many bytes were there from an earlier transfer.</returns>
    /// <exception cref="VerbException">No more came. What did is in the part.</exception>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        FileReceiver receiver = new(manifest, BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))));
        Volatile.Write(ref _receiver, receiver);
        ReportClock clock = new(interval, Now, window / 2);
        TimeSpan heardAt = Now;
        TimeSpan helpedAt = Now;
        long resumed = 0;
        bool isDue = true;
        while (true)
        {
            if (isDue || Now >= clock.Due || receiver.IsComplete)
            {
                await say(receiver.Report(clock.IsPause(Now))).ConfigureAwait(false);
                clock.Report(Now);
                isDue = false;
            }

            if (receiver.IsComplete)
            {
                return resumed;
            }

            if (!inbox.TryTake(out BlockMessage message))
            {
                if (Now - heardAt > LongestSilence || Now - helpedAt > LongestStandstill)
                {
                    throw new VerbException(
                        FaultCode.SenderSilent,
                        $"No more of the file came for {(Now - helpedAt).TotalSeconds:0} s; the {receiver.Have} of {manifest.Size} bytes that are here "
                        + "are kept for a while: send it again to go on.");
                }

                await inbox.WaitAsync(clock.Due - Now, time, cancellationToken).ConfigureAwait(false);
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            clock.Hear(message.Data.Length, Now);
            heardAt = Now;
            switch (receiver.Take(message))
            {
                case Receipt.New:
                    part.Write(message.Data.Span, receiver.Layout.OffsetOf(message.Block));
                    helpedAt = Now;
                    break;
                case Receipt.OfList:
                    helpedAt = Now;
                    break;
                case Receipt.ListComplete:
                    part.Resume(receiver, cancellationToken);
                    resumed = receiver.Have;
                    helpedAt = heardAt = Now;
                    isDue = true;
                    break;
            }
        }
    }
}
