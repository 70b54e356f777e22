namespace Moi.Protocol.Transfer;

/// <summary>One receiver as a sender knows it.</summary>
internal sealed class SenderPeer(string id, int blocks)
{
    private readonly Dictionary<int, uint> _sentAlone = [];

    public string Id => id;

    public uint Life { get; private set; }

    public uint Number { get; private set; }

    /// <summary>Whether it was heard at all.</summary>
    public bool IsHeard => Number > 0;

    /// <summary>What it said it lacks.</summary>
    public BlockMap Lacking { get; } = new(blocks);

    /// <summary>Up to here it has said what it lacks.</summary>
    public int End { get; private set; }

    /// <summary>All messages up to this sequence have arrived at it, or are lost.</summary>
    public uint Arrived { get; private set; }

    /// <summary>How many bytes are on the way to it.</summary>
    public long Ahead { get; private set; }

    /// <summary>Since when bytes are on the way to it and it has said nothing.</summary>
    public TimeSpan AheadSince { get; private set; }

    public bool IsStalled { get; private set; }

    public long Have { get; private set; }

    /// <summary>Whether it lacks nothing.</summary>
    public bool IsDone => End == blocks && Lacking.IsEmpty;

    /// <summary>Takes in a report.</summary>
    /// <returns>Whether it is news.</returns>
    public bool Hear(Want want, SentLog log, TimeSpan lostIfSentBy, TimeSpan now)
    {
        if (IsHeard && want.Life == Life)
        {
            if (want.Number <= Number)
            {
                return false;
            }

            Arrived = Math.Max(Arrived, Math.Min(want.Heard, log.Last));
            if (want.IsWaiting)
            {
                Arrived = Math.Max(Arrived, log.LastSentBy(lostIfSentBy));
            }
        }
        else
        {
            // It may not have been there when earlier messages were sent.
            Life = want.Life;
            Arrived = log.Last;
            Lacking.Remove(new BlockRange(0, blocks));
            End = 0;
        }

        Number = want.Number;
        Have = want.Have;
        End = Math.Max(End, want.End);
        Lacking.Remove(new BlockRange(0, want.End));
        foreach (BlockRange range in want.Ranges)
        {
            Lacking.Add(range);
        }

        foreach (int block in _sentAlone.Where(sent => sent.Value <= Arrived).Select(sent => sent.Key).ToList())
        {
            _sentAlone.Remove(block);
        }

        IsStalled = false;
        Ahead = IsDone ? 0 : log.BytesSince(Arrived, id);
        AheadSince = now;
        return true;
    }

    /// <summary>Whether a block must be sent for it: it lacks it, and it is not on the way.</summary>
    /// <param name="block">The block.</param>
    /// <param name="sentToAll">The sequence it was last sent to everyone with; 0 for never.</param>
    public bool Needs(int block, uint sentToAll) =>
        !IsStalled && Lacking[block] && Math.Max(sentToAll, _sentAlone.GetValueOrDefault(block)) <= Arrived;

    /// <summary>A message goes to it, alone or with everyone.</summary>
    public void Send(int bytes, TimeSpan now)
    {
        if (IsStalled || IsDone)
        {
            return;
        }

        if (Ahead == 0)
        {
            AheadSince = now;
        }

        Ahead += bytes;
    }

    /// <summary>A block goes to it alone.</summary>
    public void SendAlone(int block, uint sequence) => _sentAlone[block] = sequence;

    /// <summary>Nobody waits for it any more until it is heard again.</summary>
    public void Stall()
    {
        IsStalled = true;
        Ahead = 0;
    }
}
