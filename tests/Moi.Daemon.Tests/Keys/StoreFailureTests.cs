using Moi.Daemon.Journal;
using Moi.Daemon.Keys;
using Moi.Daemon.Keys.Log;
using static Moi.Daemon.Tests.Keys.StoreBench;

namespace Moi.Daemon.Tests.Keys;

/// <summary>Full disks and I/O errors.</summary>
public sealed class StoreFailureTests
{
    private readonly StoreBench _bench = new();

    public static TheoryData<DiskOperation, DiskFault> EachFault()
    {
        TheoryData<DiskOperation, DiskFault> faults = [];
        foreach (DiskOperation operation in new[] { DiskOperation.Write, DiskOperation.Flush })
        {
            faults.Add(operation, DiskFault.Refused);
            faults.Add(operation, DiskFault.HappenedAllTheSame);
        }

        return faults;
    }

    [Theory]
    [MemberData(nameof(EachFault))]
    public async Task A_failed_write_fails_its_callers_leaves_all_as_it_was_and_the_next_write_is_sound(
        DiskOperation operation, DiskFault fault)
    {
        await using (Store store = _bench.Open())
        {
            await store.Keys.ApplyAsync([Set("A", "1")]);
            FailNext(operation, fault);
            StoreException e = await Assert.ThrowsAsync<StoreException>(
                () => store.Keys.ApplyAsync([Set("A", "2"), Set("B", "2")]));
            Assert.Equal(
                "The store in /simulated could not be written and nothing was changed: No space left on device",
                e.Message);
            Assert.Equal("A=1", KeysOf(store));
            await store.Keys.ApplyAsync([Set("C", "3")]);
            Assert.Equal("A=1 C=3", KeysOf(store));
        }

        await using Store again = _bench.Open();
        Assert.Equal("A=1 C=3", KeysOf(again));
        Assert.Empty(_bench.Log.Warnings);
    }

    [Fact]
    public async Task A_disk_that_stays_full_fails_every_write_until_there_is_room_and_reading_goes_on()
    {
        await using Store store = _bench.Open();
        await store.Keys.ApplyAsync([Set("A", "1")]);
        JournalRequest begun = _bench.Request("begun");
        await store.Journal.BeginAsync(begun);
        _bench.Disk.Faults = (_, _) => DiskFault.HappenedAllTheSame;
        for (int i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<StoreException>(() => store.Keys.ApplyAsync([Set("A", "2")]));
            await Assert.ThrowsAsync<StoreException>(() => store.NextEpochAsync());
            await Assert.ThrowsAsync<StoreException>(() => store.Journal.BeginAsync(_bench.Request("r1")));
        }

        await Assert.ThrowsAsync<StoreException>(() => store.Journal.CompleteAsync(begun, Bytes("x")));
        Assert.Equal("A=1", KeysOf(store));
        Assert.Equal(JournalVerdict.New, store.Journal.Find(_bench.Request("r1")).Verdict);

        _bench.Disk.Faults = (_, _) => DiskFault.None;
        await store.Keys.ApplyAsync([Set("A", "3")]);
        Assert.Equal(1, await store.NextEpochAsync());
        Assert.Equal(JournalVerdict.New, (await store.Journal.BeginAsync(_bench.Request("r1"))).Verdict);
        await store.DisposeAsync();
        await using Store again = _bench.Open();
        Assert.Equal("A=3", KeysOf(again));
    }

    [Fact]
    public async Task A_request_whose_result_could_not_be_recorded_is_unknown_and_may_be_completed_later()
    {
        await using Store store = _bench.Open();
        JournalRequest request = _bench.Request("r1");
        await store.Journal.BeginAsync(request);
        FailNext(DiskOperation.Write, DiskFault.Refused);
        await Assert.ThrowsAsync<StoreException>(
            () => store.Journal.CompleteAsync(request, Bytes("x"), [Set("A", "1")]));
        Assert.Equal(JournalVerdict.Unknown, store.Journal.Find(request).Verdict);
        Assert.Equal("", KeysOf(store));
        await store.Journal.CompleteAsync(request, Bytes("x"), [Set("A", "1")]);
        Assert.Equal(JournalVerdict.Repeat, store.Journal.Find(request).Verdict);
    }

    [Fact]
    public async Task A_request_that_could_not_be_recorded_as_begun_is_still_new()
    {
        await using Store store = _bench.Open();
        FailNext(DiskOperation.Flush, DiskFault.HappenedAllTheSame);
        await Assert.ThrowsAsync<StoreException>(() => store.Journal.BeginAsync(_bench.Request("r1")));
        Assert.Equal(JournalVerdict.New, store.Journal.Find(_bench.Request("r1")).Verdict);
        Assert.Equal(JournalVerdict.New, (await store.Journal.BeginAsync(_bench.Request("r1"))).Verdict);
    }

    [Theory]
    [InlineData(DiskOperation.Open)]
    [InlineData(DiskOperation.Read)]
    [InlineData(DiskOperation.Flush)]
    [InlineData(DiskOperation.FlushDirectory)]
    public async Task A_store_that_can_not_be_read_says_where_and_why_and_opens_when_it_can(DiskOperation operation)
    {
        FailNext(operation, DiskFault.Refused);
        StoreException e = Assert.Throws<StoreException>(() => _bench.Open());
        Assert.Equal("The store in /simulated can't be opened: No space left on device", e.Message);
        await using Store store = _bench.Open();
        await store.Keys.ApplyAsync([Set("A", "1")]);
    }

    [Fact]
    public async Task A_damaged_log_that_can_not_be_copied_opens_all_the_same()
    {
        await using (Store store = _bench.Open())
        {
            await store.Keys.ApplyAsync([Set("A", "1")]);
            await store.Keys.ApplyAsync([Set("B", "1")]);
        }

        _bench.Deface(log => log[^(log.Length / 2)] ^= 1);
        int opens = 0;
        _bench.Disk.Faults = (operation, _) =>
            operation == DiskOperation.Open && ++opens > 1 ? DiskFault.Refused : DiskFault.None;
        await using Store again = _bench.Open();
        Assert.True(opens > 1);
        Assert.Contains(_bench.Log.Warnings, w => w.Contains("Could not keep a copy", StringComparison.Ordinal));
        Assert.DoesNotContain(RecordLog.DamagedFileName, _bench.Disk.Names);
    }

    [Fact]
    public async Task A_store_with_an_unfinished_line_opens_on_a_full_disk_and_gives_no_epoch_twice()
    {
        long epoch;
        await using (Store store = _bench.Open())
        {
            epoch = await store.NextEpochAsync();
        }

        _bench.Disk.Put(RecordLog.FileName, [.. _bench.Disk.Content(RecordLog.FileName), .. "0123"u8]);
        _bench.Disk.Faults = (operation, _) =>
            operation == DiskOperation.Write ? DiskFault.HappenedAllTheSame : DiskFault.None;
        await using Store again = _bench.Open();
        await Assert.ThrowsAsync<StoreException>(() => again.NextEpochAsync());
        _bench.Disk.Recover();
        Assert.True(await again.NextEpochAsync() > epoch + 1);
    }

    [Fact]
    public async Task What_a_killed_process_left_in_the_cache_lasts_once_it_was_read()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            StoreBench bench = new();
            await bench.Open().DisposeAsync();
            using (IStorageFile log = bench.Disk.Mount().Open(RecordLog.FileName))
            {
                log.Write(LogLine.Frame("""{"keys":{"A":1}}"""u8), log.Length);
            }

            await using (Store store = bench.Open())
            {
                Assert.Equal("A=1", KeysOf(store));
            }

            bench.Disk.LosePower(new Random(seed));
            await using Store again = bench.Open();
            Assert.Equal("A=1", KeysOf(again));
        }
    }

    private void FailNext(DiskOperation operation, DiskFault fault)
    {
        bool failed = false;
        _bench.Disk.Faults = (current, _) =>
        {
            if (failed || current != operation)
            {
                return DiskFault.None;
            }

            failed = true;
            return fault;
        };
    }
}
