namespace Moi.Protocol.Transfer;

/// <summary>
/// What a sender sends next. It knows what each receiver lacks from what each says, sends every block once for all who lack it,
/// the lowest first, and keeps no more on the way than the slowest receiver takes in. One that falls silent no longer holds up
/// the others; it is served again when it is heard again.
/// </summary>
/// <remarks>
/// No clock and no I/O: <c>now</c> is any steadily growing time. Not safe for several threads at once. What a receiver has heard
/// tells what was lost on the way to it: a block that it lacks and that was sent before what it heard last; when it waits, also
/// what was sent a while ago.
/// </remarks>
public sealed class FileSender
{
    /// <summary>More than that say what they lack only by mistake or malice.</summary>
    private const int MostReceivers = 100_000;

    /// <summary>What a waiting receiver has not heard, and was sent this long ago, is lost.</summary>
    private static readonly TimeSpan LostAfter = TimeSpan.FromMilliseconds(400);

    private readonly SenderOptions _options;
    private readonly Dictionary<string, SenderPeer> _peers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _left = new(StringComparer.Ordinal);
    private readonly BlockMap _needed;
    private readonly uint[] _sentToAll;
    private readonly SentLog _log = new();
    private readonly int _markedAtOnce;
    private TimeSpan? _firstHeard;

    /// <summary>Has sent nothing and heard nobody.</summary>
    public FileSender(BlockLayout layout, SenderOptions options)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(options);
        Layout = layout;
        _options = options;
        _needed = new BlockMap(layout.Count);
        _sentToAll = new uint[layout.Count];
        _markedAtOnce = 4 * Math.Max(1, options.Window / layout.BlockSize);
    }

    /// <summary>How the file is cut.</summary>
    public BlockLayout Layout { get; }

    /// <summary>How many block messages were sent.</summary>
    public long Sent => _log.Last;

    /// <summary>How many receivers have been heard and have not left.</summary>
    public int Receivers => _peers.Count;

    /// <summary>The ids of those that are not waited for, because they have fallen silent.</summary>
    public IEnumerable<string> Stalled => _peers.Values.Where(peer => peer.IsStalled).Select(peer => peer.Id);

    /// <summary>The bytes of the file that each of the receivers holds, by id.</summary>
    public IEnumerable<KeyValuePair<string, long>> Progress => _peers.Values.Select(peer => KeyValuePair.Create(peer.Id, peer.Have));

    /// <summary>Takes in what a receiver says.</summary>
    public void Hear(string id, Want want, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(want);
        if (_left.Contains(id) || (!_peers.ContainsKey(id) && _peers.Count >= MostReceivers))
        {
            return;
        }

        _firstHeard ??= now;
        if (!_peers.TryGetValue(id, out SenderPeer? peer))
        {
            _peers[id] = peer = new SenderPeer(id, Layout.Count);
        }

        if (peer.Hear(want, _log, now - LostAfter, now))
        {
            MarkNeeds(peer);
        }
    }

    /// <summary>A receiver has answered, or is given up: nothing is sent for it any more.</summary>
    public void Leave(string id)
    {
        _left.Add(id);
        _peers.Remove(id);
    }

    /// <summary>What to do next. A block that is given counts as sent.</summary>
    public SenderStep Next(TimeSpan now)
    {
        if (_firstHeard is not { } first)
        {
            return Wait(TimeSpan.MaxValue);
        }

        if (_peers.Count + _left.Count < _options.Expected && now < first + _options.Gathering)
        {
            return Wait(first + _options.Gathering);
        }

        long ahead = MostAhead(now, out TimeSpan until);
        if (ahead > 0 && ahead + Layout.BlockSize > _options.Window)
        {
            return Wait(until);
        }

        for (int block = _needed.Next(0); block >= 0; block = _needed.Next(block + 1))
        {
            _needed.Remove(block);
            (int needing, string? only) = WhoNeeds(block);
            if (needing > 0)
            {
                return Send(block, needing == 1 ? only : null, now);
            }
        }

        return Wait(until);
    }

    private static SenderStep Wait(TimeSpan until) => new(null, 0, null, until);

    /// <summary>Notes what must be sent for a receiver: as much as can be sent before it is heard again.</summary>
    private void MarkNeeds(SenderPeer peer)
    {
        int marked = 0;
        for (int block = peer.Lacking.Next(0); block >= 0 && marked < _markedAtOnce; block = peer.Lacking.Next(block + 1))
        {
            if (peer.Needs(block, _sentToAll[block]))
            {
                _needed.Add(block);
                marked++;
            }
        }
    }

    private long MostAhead(TimeSpan now, out TimeSpan until)
    {
        long most = 0;
        until = TimeSpan.MaxValue;
        foreach (SenderPeer peer in _peers.Values.Where(peer => peer.Ahead > 0))
        {
            TimeSpan stalls = peer.AheadSince + _options.StallsAfter;
            if (now >= stalls)
            {
                peer.Stall();
                continue;
            }

            most = Math.Max(most, peer.Ahead);
            until = stalls < until ? stalls : until;
        }

        return most;
    }

    /// <summary>How many need a block, and the one that does, where it alone does and all others are known to have it.</summary>
    private (int Needing, string? Only) WhoNeeds(int block)
    {
        int needing = 0;
        bool mayBeWanted = false;
        string? only = null;
        foreach (SenderPeer peer in _peers.Values)
        {
            if (peer.Needs(block, _sentToAll[block]))
            {
                needing++;
                only = peer.Id;
            }
            else
            {
                mayBeWanted |= block >= peer.End && !peer.IsStalled;
            }
        }

        return (needing, mayBeWanted || _peers.Count == 1 ? null : only);
    }

    private SenderStep Send(int block, string? to, TimeSpan now)
    {
        int bytes = Layout.LengthOf(block);
        uint sequence = _log.Add(bytes, to, now);
        if (to is null)
        {
            _sentToAll[block] = sequence;
            foreach (SenderPeer peer in _peers.Values)
            {
                peer.Send(bytes, now);
            }
        }
        else
        {
            _peers[to].SendAlone(block, sequence);
            _peers[to].Send(bytes, now);
        }

        return new SenderStep(block, sequence, to, now);
    }
}
