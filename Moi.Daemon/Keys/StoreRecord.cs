using System.Collections.Immutable;
using System.Text.Json;
using Moi.Daemon.Journal;

namespace Moi.Daemon.Keys;

/// <summary>
/// One atomic change as it stands in the log: each part says what holds from now on, not how it came about, so that it
/// means the same whatever came before.
/// </summary>
internal sealed record StoreRecord
{
    public StoreIdentity? Identity { get; init; }

    /// <summary>Keys and their new values; null erases.</summary>
    public IReadOnlyDictionary<string, JsonElement> Keys { get; init; } =
        ImmutableDictionary<string, JsonElement>.Empty;

    /// <summary>A request that has begun, or is done.</summary>
    public JournalEntry? Request { get; init; }

    /// <summary>See <see cref="JournalTable.Floor"/>; 0 for none.</summary>
    public long Floor { get; init; }
}
