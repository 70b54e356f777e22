using Moi.Daemon.Journal;
using Moi.Daemon.Keys;
using static Moi.Daemon.Tests.Keys.StoreBench;

namespace Moi.Daemon.Tests.Keys;

internal enum Deed
{
    Set,
    SetTwo,
    Erase,
    Add,
    Remove,
    AddAndSet,
    Begin,
    Complete,
    ApplyOnce,
    Epoch,
}

/// <summary>One thing to ask of a store: what, about which key (or request), with which number.</summary>
internal sealed record StoreStep(Deed Deed, int Which, int Number)
{
    private string Key => $"k{Which}";

    private string Other => $"k{(Which + 1) % StoreModel.Names}";

    public Task RunAsync(Store store) => Deed switch
    {
        Deed.Begin => store.Journal.BeginAsync(Request(Which)),
        Deed.Complete => store.Journal.CompleteAsync(Request(Which), Bytes($"{Number}"), Changes()),
        Deed.ApplyOnce => store.Journal.ApplyOnceAsync(
            Request(Which), Changes(), o => Bytes(o.Rejection is null ? $"{Number}" : "rejected")),
        Deed.Epoch => store.NextEpochAsync(),
        _ => store.Keys.ApplyAsync(Changes()),
    };

    /// <summary>What comes of it, worked out without any of the store's code.</summary>
    public StoreModel Apply(StoreModel model)
    {
        StoreModel? changed = Change(model);
        return Deed switch
        {
            Deed.Begin => model.Journal.ContainsKey(Which) ? model : model.Record(Which, "unknown"),
            Deed.Complete => model.Journal.GetValueOrDefault(Which, "unknown") != "unknown" || changed is null
                ? model
                : changed.Record(Which, $"{Number}"),
            Deed.ApplyOnce => model.Journal.ContainsKey(Which)
                ? model
                : (changed ?? model).Record(Which, changed is null ? "rejected" : $"{Number}"),
            Deed.Epoch => model,
            _ => changed ?? model,
        };
    }

    public static JournalRequest Request(int which) => new("alice", $"r{which}", default, long.MaxValue / 2);

    private KeyChange[] Changes() => Deed switch
    {
        Deed.Set => [StoreBench.Set(Key, $"{Number}")],
        Deed.SetTwo => [StoreBench.Set(Key, $"{Number}"), StoreBench.Set(Other, $"[{Number}]")],
        Deed.Erase => [KeyChange.Erase(Key)],
        Deed.Remove => [StoreBench.Remove(Key, $"{Number}")],
        Deed.Add => [StoreBench.Add(Key, $"{Number}")],
        _ => [StoreBench.Set(Other, $"{Number}"), StoreBench.Add(Key, $"{Number}")],
    };

    private StoreModel? Change(StoreModel model) => Deed switch
    {
        Deed.Set => model.Set(Key, $"{Number}"),
        Deed.SetTwo => model.Set(Key, $"{Number}").Set(Other, $"[{Number}]"),
        Deed.Erase => model.Set(Key, null),
        Deed.Remove => model.Remove(Key, $"{Number}"),
        Deed.Add => model.Add(Key, $"{Number}"),
        _ => model.Set(Other, $"{Number}").Add(Key, $"{Number}"),
    };
}
