using System.Text.Json;
using Moi.Daemon.Journal;

namespace Moi.Daemon.Keys;

/// <summary>Everything a store holds at one moment. Never changes; a record makes another state.</summary>
internal sealed record StoreState(StoreIdentity? Identity, KeyTable Keys, JournalTable Journal)
{
    public static readonly StoreState Empty = new(null, KeyTable.Empty, JournalTable.Empty);

    public StoreState With(StoreRecord record) => new(
        record.Identity ?? Identity,
        record.Keys.Count == 0 ? Keys : Keys.With(record.Keys),
        Journal.With(record.Request, record.Floor));

    /// <summary>
    /// The records that make this state out of nothing: a line each, so that damage to one costs little.
    /// </summary>
    public IEnumerable<StoreRecord> Snapshot()
    {
        if (Identity is not null)
        {
            yield return new StoreRecord { Identity = Identity };
        }

        foreach (KeyValuePair<string, JsonElement> key in Keys.Values.OrderBy(k => k.Key, StringComparer.Ordinal))
        {
            yield return new StoreRecord { Keys = new Dictionary<string, JsonElement>([key]) };
        }

        if (Journal.Floor > 0)
        {
            yield return new StoreRecord { Floor = Journal.Floor };
        }

        foreach (JournalEntry entry in Journal.Entries.Values.OrderBy(e => e.Until))
        {
            yield return new StoreRecord { Request = entry };
        }
    }
}
