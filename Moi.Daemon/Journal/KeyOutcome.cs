using System.Text.Json;
using Moi.Daemon.Keys;

namespace Moi.Daemon.Journal;

/// <summary>What came of the changes of a request.</summary>
/// <param name="Keys">All keys after it.</param>
/// <param name="Rejection">Why nothing was applied; null when everything was.</param>
public sealed record KeyOutcome(IReadOnlyDictionary<string, JsonElement> Keys, KeyRejectedException? Rejection);
