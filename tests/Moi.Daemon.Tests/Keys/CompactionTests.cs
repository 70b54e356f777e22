using Moi.Daemon.Journal;
using Moi.Daemon.Keys;
using Moi.Daemon.Keys.Log;
using static Moi.Daemon.Tests.Keys.StoreBench;

namespace Moi.Daemon.Tests.Keys;

public sealed class CompactionTests
{
    private const int Compactions = 3;

    private readonly StoreBench _bench = new() { Limits = new StoreLimits { CompactFromBytes = 2000 } };

    [Fact]
    public async Task The_log_stays_short_while_the_values_stay_few_and_nothing_is_lost()
    {
        string before;
        Guid incarnation;
        long epoch;
        await using (Store store = _bench.Open())
        {
            incarnation = store.Incarnation;
            epoch = await store.NextEpochAsync();
            await store.Journal.BeginAsync(_bench.Request("begun"));
            await store.Journal.CompleteAsync(_bench.Request("done"), Bytes("result"));
            await FillAsync(store, 500);
            Assert.InRange(_bench.Disk.Content(RecordLog.FileName).Length, 1, 4000);
            Assert.Equal(JournalVerdict.Running, store.Journal.Find(_bench.Request("begun")).Verdict);
            before = KeysOf(store);
        }

        Assert.True(_bench.Disk.CountOf(DiskOperation.Rename) > Compactions);
        await using Store again = _bench.Open();
        Assert.Equal(before, KeysOf(again));
        Assert.Equal(incarnation, again.Incarnation);
        Assert.Equal(epoch + 1, await again.NextEpochAsync());
        Assert.Equal(JournalVerdict.Unknown, again.Journal.Find(_bench.Request("begun")).Verdict);
        Assert.Equal("result", Text(again.Journal.Find(_bench.Request("done")).Result));
        Assert.Empty(_bench.Log.Warnings);
    }

    [Fact]
    public async Task Reopening_a_large_store_that_is_all_alive_does_not_write_it_anew()
    {
        string value = $"\"{new string('x', 1000)}\"";
        await using (Store store = _bench.Open())
        {
            await store.Keys.ApplyAsync([.. Enumerable.Range(0, 20).Select(i => Set($"k{i}", value))]);
        }

        int renames = _bench.Disk.CountOf(DiskOperation.Rename);
        await using Store again = _bench.Open();
        await again.Keys.ApplyAsync([Set("A", "1")]);
        Assert.Equal(renames, _bench.Disk.CountOf(DiskOperation.Rename));
    }

    [Fact]
    public async Task A_left_over_store_new_is_ignored_and_removed()
    {
        _bench.Disk.Put(RecordLog.NewFileName, LogLine.Frame("""{"keys":{"A":1}}"""u8));
        await using Store store = _bench.Open();
        Assert.Equal("", KeysOf(store));
        Assert.DoesNotContain(RecordLog.NewFileName, _bench.Disk.Names);
    }

    [Fact]
    public async Task Power_loss_at_every_step_of_a_compaction_leaves_every_acknowledged_value()
    {
        (int first, int last) = await StepsOfOneCompactionAsync();
        for (int step = first - 2; step <= last + 2; step++)
        {
            for (int seed = 0; seed < 20; seed++)
            {
                await CrashAtAsync(step, DiskFault.PowerOff, seed);
            }
        }
    }

    [Theory]
    [InlineData(DiskFault.Refused)]
    [InlineData(DiskFault.HappenedAllTheSame)]
    public async Task A_failure_at_any_step_of_a_compaction_is_no_failure_of_the_writes(DiskFault fault)
    {
        (int first, int last) = await StepsOfOneCompactionAsync();
        for (int step = first; step <= last; step++)
        {
            await CrashAtAsync(step, fault, step);
        }
    }

    [Fact]
    public async Task What_a_failed_compaction_left_behind_does_not_get_into_the_next()
    {
        await using Store store = _bench.Open();
        await store.Keys.ApplyAsync([.. Enumerable.Range(0, 100).Select(i => Set($"old{i}", "1"))]);
        _bench.Disk.Faults = (operation, _) =>
            operation is DiskOperation.Rename or DiskOperation.Delete ? DiskFault.Refused : DiskFault.None;
        await FillAsync(store, 500);
        Assert.Contains(_bench.Log.Warnings, w => w.Contains("could not be compacted", StringComparison.Ordinal));
        Assert.Contains(RecordLog.NewFileName, _bench.Disk.Names);

        await store.Keys.ApplyAsync([.. Enumerable.Range(0, 100).Select(i => KeyChange.Erase($"old{i}"))]);
        _bench.Disk.Recover();
        int renames = _bench.Disk.CountOf(DiskOperation.Rename);
        for (int i = 0; _bench.Disk.CountOf(DiskOperation.Rename) == renames; i++)
        {
            Assert.InRange(i, 0, 10_000);
            await store.Keys.ApplyAsync([Set("k0", $"{i}")]);
        }

        string before = KeysOf(store);
        await store.DisposeAsync();
        await using Store again = _bench.Open();
        Assert.Equal(before, KeysOf(again));
    }

    private static async Task FillAsync(Store store, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await store.Keys.ApplyAsync([Set($"k{i % 10}", $"{i}")]);
        }
    }

    /// <summary>
    /// Fills a store, with one operation that fails; what was acknowledged is there before and after a power loss.
    /// </summary>
    private static async Task CrashAtAsync(int step, DiskFault fault, int seed)
    {
        StoreBench bench = new() { Limits = new StoreLimits { CompactFromBytes = 2000 } };
        bench.Disk.Faults = (_, number) => number == step ? fault : DiskFault.None;
        int acknowledged = 0;
        await using (Store store = bench.Open())
        {
            try
            {
                for (; acknowledged < 120; acknowledged++)
                {
                    await store.Keys.ApplyAsync([Set("last", $"{acknowledged}")]);
                }
            }
            catch (StoreException) when (fault == DiskFault.PowerOff)
            {
                // The write that met the dead disk; it may or may not be there.
            }
        }

        bench.Disk.LosePower(new Random(seed));
        await using Store again = bench.Open();
        Assert.True(again.Keys.TryGet("last", out System.Text.Json.JsonElement last));
        Assert.InRange(last.GetInt32(), acknowledged - 1, acknowledged);
        Assert.DoesNotContain(RecordLog.NewFileName, bench.Disk.Names);
        await again.Keys.ApplyAsync([Set("more", "1")]);
    }

    private static async Task<(int First, int Last)> StepsOfOneCompactionAsync()
    {
        StoreBench bench = new() { Limits = new StoreLimits { CompactFromBytes = 2000 } };
        await using Store store = bench.Open();
        for (int i = 0; i < 120; i++)
        {
            await store.Keys.ApplyAsync([Set("last", $"{i}")]);
        }

        List<DiskOperation> done = [.. bench.Disk.Done];
        int rename = done.IndexOf(DiskOperation.Rename);
        Assert.True(rename > 0, "The log was never compacted.");
        return (
            done.LastIndexOf(DiskOperation.Open, rename),
            done.IndexOf(DiskOperation.FlushDirectory, rename));
    }
}
