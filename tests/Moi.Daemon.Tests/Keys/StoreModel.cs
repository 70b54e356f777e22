using System.Collections.Immutable;
using Moi.Daemon.Journal;
using Moi.Daemon.Keys;
using static Moi.Daemon.Tests.Keys.StoreBench;

namespace Moi.Daemon.Tests.Keys;

/// <summary>What a store should hold: keys as JSON text, requests as "unknown" or their result.</summary>
internal sealed record StoreModel(
    ImmutableSortedDictionary<string, string> Keys, ImmutableSortedDictionary<int, string> Journal)
{
    public const int Names = 4;

    public static readonly StoreModel Empty = new(
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
        ImmutableSortedDictionary<int, string>.Empty);

    /// <summary>What a store holds: requests that are running count as those that a crash cut off.</summary>
    public static string Observe(Store store)
    {
        IEnumerable<string> requests = Enumerable.Range(0, Names)
            .Select(i => (Index: i, Answer: store.Journal.Find(StoreStep.Request(i))))
            .Where(r => r.Answer.Verdict != JournalVerdict.New)
            .Select(r => $"r{r.Index}:{Shown(r.Answer)}");
        return $"{KeysOf(store)} | {string.Join(' ', requests)}";
    }

    public override string ToString()
    {
        IEnumerable<string> requests = Journal.Select(r => $"r{r.Key}:{r.Value}");
        return $"{string.Join(' ', Keys.Select(k => $"{k.Key}={k.Value}"))} | {string.Join(' ', requests)}";
    }

    public StoreModel Set(string key, string? value) =>
        this with { Keys = value is null ? Keys.Remove(key) : Keys.SetItem(key, value) };

    public StoreModel Record(int request, string result) => this with { Journal = Journal.SetItem(request, result) };

    public StoreModel? Add(string key, string element) => Elements(key) switch
    {
        null => null,
        { } elements when elements.Contains(element) => this,
        { } elements => Set(key, $"[{string.Join(',', elements.Append(element))}]"),
    };

    public StoreModel? Remove(string key, string element) => Elements(key) switch
    {
        null => null,
        _ when !Keys.ContainsKey(key) => this,
        { } elements => Set(key, $"[{string.Join(',', elements.Where(e => e != element))}]"),
    };

    private static string Shown(JournalAnswer answer) =>
        answer.Verdict == JournalVerdict.Repeat ? Text(answer.Result) : "unknown";

    private string[]? Elements(string key)
    {
        string text = Keys.GetValueOrDefault(key, "[]");
        return text.StartsWith('[') ? text[1..^1].Split(',', StringSplitOptions.RemoveEmptyEntries) : null;
    }
}
