using System.Security.Cryptography;

namespace Moi.Protocol.Transfer;

/// <summary>
/// What a receiver knows of one file that comes in blocks, in any order, with gaps and more than once: first the hash list,
/// then the file. Nothing counts that its hash does not vouch for.
/// </summary>
/// <remarks>No clock and no I/O. Not safe for several threads at once.</remarks>
public sealed class FileReceiver
{
    private readonly FileManifest _manifest;
    private readonly uint _life;
    private readonly BlockMap _lacking;
    private readonly byte[] _list;
    private uint _heard;
    private uint _number;

    /// <summary>Lacks everything.</summary>
    /// <param name="manifest">What the file is; checked before with <see cref="FileManifest.FindProblem"/>.</param>
    /// <param name="life">Any number that is unlikely to come twice.</param>
    public FileReceiver(FileManifest manifest, uint life)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        _manifest = manifest;
        _life = life;
        Layout = new BlockLayout(manifest.Size, manifest.BlockSize);
        _lacking = new BlockMap(Layout.Count);
        _lacking.Add(new BlockRange(0, Layout.Count));
        _list = new byte[Layout.ListLength];
        HasList = Layout.ListBlocks == 0;
    }

    /// <summary>How the file is cut.</summary>
    public BlockLayout Layout { get; }

    /// <summary>Whether the hash list is complete and right, so that blocks of the file can be told.</summary>
    public bool HasList { get; private set; }

    /// <summary>Whether nothing is lacking.</summary>
    public bool IsComplete => HasList && _lacking.IsEmpty;

    /// <summary>How many bytes of the file are there.</summary>
    public long Have { get; private set; }

    /// <summary>Takes a block in.</summary>
    public Receipt Take(in BlockMessage message)
    {
        if (message.Block < 0 || message.Block >= Layout.Count || message.Data.Length != Layout.LengthOf(message.Block))
        {
            return Receipt.Foreign;
        }

        _heard = Math.Max(_heard, message.Sequence);
        if (!_lacking[message.Block])
        {
            return Receipt.Known;
        }

        if (Layout.IsOfList(message.Block))
        {
            return TakeOfList(message);
        }

        return !HasList ? Receipt.Early : Holds(message.Block, message.Data.Span) ? Receipt.New : Receipt.Damaged;
    }

    /// <summary>Takes in a block of the file that was there before.</summary>
    /// <returns>Whether it is right, so that it need not be sent.</returns>
    public bool Holds(int block, ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[BlockLayout.HashLength];
        SHA256.HashData(data, hash);
        if (!HasList || !hash.SequenceEqual(_list.AsSpan((block - Layout.ListBlocks) * BlockLayout.HashLength, BlockLayout.HashLength)))
        {
            return false;
        }

        if (_lacking.Remove(block))
        {
            Have += data.Length;
        }

        return true;
    }

    /// <summary>What is lacking now, as the next message that says so.</summary>
    /// <param name="isWaiting">Whether nothing has been heard for a while.</param>
    public Want Report(bool isWaiting)
    {
        int end = HasList ? Layout.Count : Layout.ListBlocks;
        List<BlockRange> ranges = [.. _lacking.RangesUpTo(end).Take(Want.MostRanges)];
        return new Want
        {
            Life = _life,
            Number = ++_number,
            Heard = _heard,
            Have = Have,
            IsWaiting = isWaiting,
            End = ranges.Count == Want.MostRanges ? ranges[^1].To : end,
            Ranges = ranges,
        };
    }

    private Receipt TakeOfList(in BlockMessage message)
    {
        message.Data.Span.CopyTo(_list.AsSpan((int)Layout.OffsetOf(message.Block)));
        _lacking.Remove(message.Block);
        int next = _lacking.Next(0);
        if (next >= 0 && Layout.IsOfList(next))
        {
            return Receipt.OfList;
        }

        if (Convert.ToHexString(SHA256.HashData(_list)).Equals(_manifest.ListSha256, StringComparison.OrdinalIgnoreCase))
        {
            HasList = true;
            return Receipt.ListComplete;
        }

        // One of them is wrong, and nobody can say which.
        _lacking.Add(new BlockRange(0, Layout.ListBlocks));
        return Receipt.Damaged;
    }
}
