using System.Numerics;

namespace Moi.Protocol.Transfer;

/// <summary>A set of blocks, one bit each.</summary>
/// <param name="count">How many blocks there are: 0 to count - 1.</param>
public sealed class BlockMap(int count)
{
    private const int Bits = 64;

    private readonly ulong[] _words = new ulong[(count + Bits - 1) / Bits];

    /// <summary>How many blocks there are, in the set or not.</summary>
    public int Count => count;

    /// <summary>Whether none is in the set.</summary>
    public bool IsEmpty => Next(0) < 0;

    /// <summary>Whether a block is in the set.</summary>
    public bool this[int block] => (_words[block / Bits] & Mask(block)) != 0;

    /// <summary>Puts a block in.</summary>
    public void Add(int block) => _words[block / Bits] |= Mask(block);

    /// <summary>Takes a block out.</summary>
    /// <returns>Whether it was in.</returns>
    public bool Remove(int block)
    {
        bool was = this[block];
        _words[block / Bits] &= ~Mask(block);
        return was;
    }

    /// <summary>Puts a range in.</summary>
    public void Add(BlockRange range)
    {
        for (int block = range.From; block < range.To;)
        {
            (int word, ulong mask, block) = Span(block, range.To);
            _words[word] |= mask;
        }
    }

    /// <summary>Takes a range out.</summary>
    public void Remove(BlockRange range)
    {
        for (int block = range.From; block < range.To;)
        {
            (int word, ulong mask, block) = Span(block, range.To);
            _words[word] &= ~mask;
        }
    }

    /// <summary>The first block of the set from <paramref name="from"/> on; -1 where there is none.</summary>
    public int Next(int from) => Find(from, invert: 0);

    /// <summary>The ranges of the set up to, not including, <paramref name="end"/>, in order.</summary>
    public IEnumerable<BlockRange> RangesUpTo(int end)
    {
        for (int from = Next(0); from >= 0 && from < end;)
        {
            int after = Find(from, invert: ulong.MaxValue);
            int to = after < 0 || after > end ? end : after;
            yield return new BlockRange(from, to);
            from = Next(to);
        }
    }

    private static ulong Mask(int block) => 1UL << (block % Bits);

    /// <summary>The part of a range that stands in one word, and where the rest begins.</summary>
    private static (int Word, ulong Mask, int Next) Span(int from, int to)
    {
        int word = from / Bits;
        int next = Math.Min((word + 1) * Bits, to);
        ulong upTo = next % Bits == 0 ? ulong.MaxValue : (1UL << (next % Bits)) - 1;
        return (word, upTo & (ulong.MaxValue << (from % Bits)), next);
    }

    private int Find(int from, ulong invert)
    {
        for (int word = from / Bits; from < count && word < _words.Length; word++, from = word * Bits)
        {
            ulong bits = (_words[word] ^ invert) & (ulong.MaxValue << (from % Bits));
            if (bits != 0)
            {
                int block = (word * Bits) + BitOperations.TrailingZeroCount(bits);
                return block < count ? block : -1;
            }
        }

        return -1;
    }
}
