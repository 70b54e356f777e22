using Moi.Daemon.Journal;
using Moi.Daemon.Keys;
using static Moi.Daemon.Tests.Keys.StoreBench;

namespace Moi.Daemon.Tests.Keys;

/// <summary>What many callers at once see of the one writer.</summary>
public sealed class StoreWriterTests : IDisposable
{
    private readonly StoreBench _bench = new();
    private readonly ManualResetEventSlim _gate = new(initialState: true);

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task A_thousand_concurrent_writers_share_a_few_flushes()
    {
        await using Store store = OpenGated();
        _gate.Reset();
        int before = Flushes();
        Task[] writers = [.. Enumerable.Range(0, 1000).Select(i => store.Keys.ApplyAsync([Set($"k{i}", $"{i}")]))];
        Assert.DoesNotContain(writers, w => w.IsCompleted);
        _gate.Set();
        await Task.WhenAll(writers);
        Assert.InRange(Flushes() - before, 1, 20);
        Assert.Equal(1000, store.Keys.Snapshot().Count);

        await store.DisposeAsync();
        await using Store again = _bench.Open();
        Assert.Equal(1000, again.Keys.Snapshot().Count);
    }

    [Fact]
    public async Task Nothing_is_seen_before_it_is_on_disk()
    {
        await using Store store = OpenGated();
        _gate.Reset();
        Task write = store.Keys.ApplyAsync([Set("A", "1")]);
        Task<JournalAnswer> begin = store.Journal.BeginAsync(_bench.Request("r1"));
        Assert.Equal("", KeysOf(store));
        Assert.Equal(JournalVerdict.New, store.Journal.Find(_bench.Request("r1")).Verdict);
        _gate.Set();
        await Task.WhenAll(write, begin);
        Assert.Equal("A=1", KeysOf(store));
    }

    [Fact]
    public async Task Cancelled_means_not_done()
    {
        await using Store store = OpenGated();
        using CancellationTokenSource cancel = new();
        using ManualResetEventSlim held = HoldAtNextFlush();
        Task first = store.Keys.ApplyAsync([Set("A", "1")], cancel.Token);
        Assert.True(held.Wait(TimeSpan.FromSeconds(30)));
        Task second = store.Keys.ApplyAsync([Set("B", "1")], cancel.Token);
        Task<JournalAnswer> third = store.Journal.BeginAsync(_bench.Request("r1"), cancel.Token);
        await cancel.CancelAsync();
        _gate.Set();

        await first;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        Assert.Equal("A=1", KeysOf(store));
        Assert.Equal(JournalVerdict.New, (await store.Journal.BeginAsync(_bench.Request("r1"))).Verdict);
    }

    [Fact]
    public async Task Callers_beyond_what_may_wait_are_held_back_and_can_be_cancelled()
    {
        await using Store store = OpenGated();
        using CancellationTokenSource cancel = new();
        using ManualResetEventSlim held = HoldAtNextFlush();
        Task first = store.Keys.ApplyAsync([Set("first", "1")]);
        Assert.True(held.Wait(TimeSpan.FromSeconds(30)));
        Task[] queued =
            [.. Enumerable.Range(0, StoreWriter.MaxBatch).Select(i => store.Keys.ApplyAsync([Set($"k{i}", "1")]))];
        Task beyond = store.Keys.ApplyAsync([Set("beyond", "1")], cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => beyond);
        _gate.Set();
        await Task.WhenAll([first, .. queued]);
        Assert.Equal(StoreWriter.MaxBatch + 1, store.Keys.Snapshot().Count);
    }

    [Fact]
    public async Task Closing_writes_what_is_waiting_and_refuses_what_comes_after()
    {
        Store store = OpenGated();
        _gate.Reset();
        Task[] writes = [.. Enumerable.Range(0, 10).Select(i => store.Keys.ApplyAsync([Set($"k{i}", "1")]))];
        ValueTask closing = store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.Keys.ApplyAsync([Set("late", "1")]));
        _gate.Set();
        await closing;
        await Task.WhenAll(writes);
        await using Store again = _bench.Open();
        Assert.Equal(10, again.Keys.Snapshot().Count);
    }

    [Fact]
    public async Task Epochs_go_up_over_restarts_and_the_identity_stays()
    {
        Guid incarnation;
        string id;
        await using (Store store = _bench.Open())
        {
            (incarnation, id) = (store.Incarnation, store.GeneratedId);
            Assert.Matches("^[a-z2-9]{16}$", id);
            Assert.Equal(1, await store.NextEpochAsync());
            Assert.Equal(2, await store.NextEpochAsync());
        }

        await using Store again = _bench.Open();
        Assert.Equal(3, await again.NextEpochAsync());
        Assert.Equal((incarnation, id), (again.Incarnation, again.GeneratedId));
        await using Store other = new StoreBench().Open();
        Assert.NotEqual((incarnation, id), (other.Incarnation, other.GeneratedId));
    }

    private int Flushes() => _bench.Disk.CountOf(DiskOperation.Flush);

    private Store OpenGated()
    {
        Store store = _bench.Open();
        _bench.Disk.Faults = (operation, _) => PassGate(operation);
        return store;
    }

    private DiskFault PassGate(DiskOperation operation)
    {
        if (operation == DiskOperation.Flush && !_gate.Wait(TimeSpan.FromSeconds(30)))
        {
            throw new TimeoutException("The test never opened the gate.");
        }

        return DiskFault.None;
    }

    /// <summary>Closes the gate; what is returned tells when the writer stands before it.</summary>
    private ManualResetEventSlim HoldAtNextFlush()
    {
        ManualResetEventSlim held = new();
        _gate.Reset();
        _bench.Disk.Faults = (operation, _) =>
        {
            if (operation == DiskOperation.Flush && !held.IsSet)
            {
                held.Set();
            }

            return PassGate(operation);
        };
        return held;
    }
}
