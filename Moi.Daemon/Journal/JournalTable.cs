using System.Collections.Immutable;
using Moi.Daemon.Keys;

namespace Moi.Daemon.Journal;

/// <summary>All requests the journal knows at one moment. Never changes; a change makes another table.</summary>
/// <param name="Entries">The requests.</param>
/// <param name="ResultBytes">Length of all results kept.</param>
/// <param name="Floor">
/// The latest <see cref="JournalEntry.Until"/> of all entries that were forgotten, in Unix milliseconds. A request that
/// is not among the entries and does not outlast the floor may be one of them, so it can't be called new. Where entries
/// are forgotten only because they expired, such a request has expired too.
/// </param>
/// <param name="NextSweep">When to look for expired entries again, in Unix milliseconds.</param>
internal sealed record JournalTable(
    ImmutableDictionary<RequestKey, JournalEntry> Entries, long ResultBytes, long Floor, long NextSweep)
{
    public static readonly JournalTable Empty = new(ImmutableDictionary<RequestKey, JournalEntry>.Empty, 0, 0, 0);

    private const int SweepMilliseconds = 60_000;

    public JournalTable With(JournalEntry? entry, long floor = 0)
    {
        JournalTable raised = floor > Floor ? this with { Floor = floor } : this;
        if (entry is null)
        {
            return raised;
        }

        long replaced = LengthOf(Entries.GetValueOrDefault(entry.Key));
        return raised with
        {
            Entries = Entries.SetItem(entry.Key, entry),
            ResultBytes = ResultBytes - replaced + LengthOf(entry),
        };
    }

    /// <summary>
    /// Without what has expired, and within the limits: what must go, goes oldest first, and a result goes before the
    /// memory that there was one. What is running stays.
    /// </summary>
    public JournalTable Tidied(DateTimeOffset time, StoreLimits limits)
    {
        long now = time.ToUnixTimeMilliseconds();
        bool isFull = Entries.Count >= limits.MaxRequests;
        bool isFat = ResultBytes > limits.MaxTotalResultBytes;
        if (!isFull && !isFat && now < NextSweep)
        {
            return this;
        }

        JournalTable table = Forget(now, isFull ? MostOf(limits.MaxRequests) : limits.MaxRequests);
        table = isFat ? table.DropResults(MostOf(limits.MaxTotalResultBytes)) : table;
        return table with { NextSweep = now + SweepMilliseconds };
    }

    private static long LengthOf(JournalEntry? entry) => entry?.Result?.Length ?? 0;

    /// <summary>Making room costs a walk over everything, so it is made for many at a time.</summary>
    private static long MostOf(long limit) => limit - ((limit + 7) / 8);

    private JournalTable Forget(long now, long target)
    {
        ImmutableDictionary<RequestKey, JournalEntry>.Builder left = Entries.ToBuilder();
        long bytes = ResultBytes;
        long floor = Floor;
        foreach (JournalEntry entry in Entries.Values.Where(e => !e.IsRunning).OrderBy(e => e.Until))
        {
            if (left.Count > target || entry.Keep < now)
            {
                left.Remove(entry.Key);
                bytes -= LengthOf(entry);
                floor = Math.Max(floor, entry.Until);
            }
        }

        return this with { Entries = left.ToImmutable(), ResultBytes = bytes, Floor = floor };
    }

    private JournalTable DropResults(long target)
    {
        JournalTable table = this;
        foreach (JournalEntry entry in Entries.Values.Where(e => e.Result is not null).OrderBy(e => e.Keep))
        {
            if (table.ResultBytes <= target)
            {
                break;
            }

            table = table.With(entry.WithoutResult());
        }

        return table;
    }
}
