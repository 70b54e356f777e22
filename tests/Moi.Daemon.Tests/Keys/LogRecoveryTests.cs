using System.Globalization;
using System.Text;
using CsCheck;
using Moi.Daemon.Journal;
using Moi.Daemon.Keys;
using Moi.Daemon.Keys.Log;
using static Moi.Daemon.Tests.Keys.StoreBench;

namespace Moi.Daemon.Tests.Keys;

public sealed class LogRecoveryTests
{
    private readonly StoreBench _bench = new();

    [Fact]
    public void The_checksum_is_the_one_of_zip_and_gzip() =>
        Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));

    [Fact]
    public async Task The_log_is_lines_of_checksum_and_JSON_a_person_can_read()
    {
        await using Store store = _bench.Open();
        await store.Keys.ApplyAsync([Set("name", "\"jessie <ü>\""), Set("groups", "[\"all\"]")]);
        string line = _bench.LogLines()[^1];
        string json = """{"keys":{"name":"jessie <ü>","groups":["all"]}}""";
        Assert.Equal($"{Crc32.Of(Encoding.UTF8.GetBytes(json)):x8} {json}", line);
    }

    [Fact]
    public async Task An_unfinished_last_line_is_cut_off_and_the_next_line_is_sound()
    {
        await SetAllAsync("A", "B");
        byte[] log = _bench.Disk.Content(RecordLog.FileName);
        _bench.Disk.Put(RecordLog.FileName, log[..^3]);
        await using (Store store = _bench.Open())
        {
            Assert.Equal("A=1", KeysOf(store));
            await store.Keys.ApplyAsync([Set("C", "1")]);
        }

        Assert.Contains(_bench.Log.Lines, l => l.Contains("Cut an unfinished write of", StringComparison.Ordinal));
        Assert.Empty(_bench.Log.Warnings);
        await using Store again = _bench.Open();
        Assert.Equal("A=1 C=1", KeysOf(again));
        Assert.Empty(_bench.Log.Warnings);
    }

    [Fact]
    public async Task A_damaged_line_in_the_middle_is_skipped_with_a_warning_that_says_where_and_a_copy_is_kept()
    {
        await SetAllAsync("A", "B", "C");
        int line = _bench.LineWith("\"B\"");
        _bench.Deface(log => log[Find(log, "\"B\"") + 1] ^= 1);
        byte[] damaged = _bench.Disk.Content(RecordLog.FileName);
        await using (Store store = _bench.Open())
        {
            Assert.Equal("A=1 C=1", KeysOf(store));
        }

        string warning = _bench.Log.Warnings.First();
        Assert.Contains($"Line {line} of {Path.Combine("/simulated", "store.log")} is damaged", warning);
        Assert.Matches("its checksum is [0-9a-f]{8}, its text makes [0-9a-f]{8}", warning);
        Assert.Contains(_bench.Log.Warnings, w => w.Contains("store.damaged", StringComparison.Ordinal));
        Assert.Equal(damaged, _bench.Disk.Content(RecordLog.DamagedFileName));

        int warnings = _bench.Log.Warnings.Count();
        await using Store again = _bench.Open();
        Assert.Equal("A=1 C=1", KeysOf(again));
        Assert.Equal(warnings, _bench.Log.Warnings.Count());
    }

    [Fact]
    public async Task The_checksum_in_the_warning_is_the_one_that_mends_a_line_edited_by_hand()
    {
        await SetAllAsync("A", "B");
        _bench.Deface(log => log[Find(log, "\"A\":1") + 4] = (byte)'7');
        await (_bench.Open()).DisposeAsync();
        string mended = _bench.Log.Warnings.First().Split("its text makes ")[1].TrimEnd('.');
        byte[] kept = [.. _bench.Disk.Content(RecordLog.DamagedFileName)];
        Encoding.ASCII.GetBytes(mended).CopyTo(kept, Find(kept, "\"A\":7") - "12345678 {\"keys\":{".Length);
        _bench.Disk.Put(RecordLog.FileName, kept);
        await using Store store = _bench.Open();
        Assert.Equal("A=7 B=1", KeysOf(store));
    }

    [Fact]
    public async Task A_line_that_is_whole_but_not_understood_is_skipped_with_a_warning()
    {
        await SetAllAsync("A");
        byte[] strange =
            [.. LogLine.Frame("[1]"u8), .. LogLine.Frame("""{"started":{"by":7}}"""u8), .. LogLine.Frame("{"u8)];
        _bench.Disk.Put(RecordLog.FileName, [.. _bench.Disk.Content(RecordLog.FileName), .. strange]);
        await using Store store = _bench.Open();
        Assert.Equal("A=1", KeysOf(store));
        Assert.Equal(3, _bench.Log.Warnings.Count(w => w.Contains("was not understood", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_line_written_by_hand_is_taken_in_compact_form_and_refused_where_it_could_not_be_kept()
    {
        await SetAllAsync("A");
        byte[] byHand =
        [
            .. LogLine.Frame("""{ "keys" : { "B" : [ 1, 2 ] } }"""u8),
            .. LogLine.Frame("""{"keys":{"C":"\ud800"}}"""u8),
            .. LogLine.Frame("""{"keys":{"D":1,"D":2}}"""u8),
        ];
        _bench.Disk.Put(RecordLog.FileName, [.. _bench.Disk.Content(RecordLog.FileName), .. byHand]);
        await using Store store = _bench.Open();
        Assert.Equal("A=1 B=[1,2]", KeysOf(store));
        Assert.Equal(2, _bench.Log.Warnings.Count(w => w.Contains("was not understood", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_a_later_version_adds_to_a_record_is_left_alone()
    {
        await SetAllAsync("A");
        byte[] later = LogLine.Frame("""{"keys":{"B":2},"colour":"blue"}"""u8);
        _bench.Disk.Put(RecordLog.FileName, [.. _bench.Disk.Content(RecordLog.FileName), .. later]);
        await using Store store = _bench.Open();
        Assert.Equal("A=1 B=2", KeysOf(store));
        Assert.Empty(_bench.Log.Warnings);
    }

    [Fact]
    public async Task The_identity_survives_damage_to_any_one_line_once_there_are_two_of_it()
    {
        Guid incarnation;
        string id;
        long epoch;
        await using (Store store = _bench.Open())
        {
            (incarnation, id) = (store.Incarnation, store.GeneratedId);
            epoch = await store.NextEpochAsync();
            await store.Keys.ApplyAsync([Set("A", "1")]);
        }

        byte[] log = _bench.Disk.Content(RecordLog.FileName);
        for (int line = 0; line < 2; line++)
        {
            byte[] defaced = [.. log];
            defaced[line == 0 ? 20 : Array.IndexOf(log, (byte)'\n') + 20] ^= 1;
            _bench.Disk.Put(RecordLog.FileName, defaced);
            await using Store store = _bench.Open();
            Assert.Equal((incarnation, id), (store.Incarnation, store.GeneratedId));
            Assert.True(await store.NextEpochAsync() > epoch);
        }
    }

    [Fact]
    public async Task A_log_of_rubbish_opens_as_a_new_store_and_says_so()
    {
        _bench.Disk.Put(RecordLog.FileName, Encoding.UTF8.GetBytes("<html>\nnot a log\n\n"));
        await using Store store = _bench.Open();
        await store.Keys.ApplyAsync([Set("A", "1")]);
        Assert.Contains(_bench.Log.Lines, l => l.StartsWith("Error: ", StringComparison.Ordinal)
            && l.Contains("its identity is lost", StringComparison.Ordinal));
        Assert.Equal(16, store.GeneratedId.Length);
    }

    [Fact]
    public Task Damage_to_one_byte_anywhere_costs_at_most_the_line_it_hits() => Gen.Select(
        Gen.Int[1, 12], Gen.Double[0, 0.999999], Gen.Byte[1, 255]).SampleAsync(
        async (count, where, flip) =>
        {
            StoreBench bench = new();
            string[] names = [.. Enumerable.Range(0, count).Select(i => $"k{i:d2}")];
            await SetAllAsync(bench, names);
            bench.Deface(log => log[(int)(where * log.Length)] ^= flip);
            await using Store store = bench.Open();
            string[] left = [.. store.Keys.Snapshot().Keys.Order(StringComparer.Ordinal)];
            Assert.True(left.Length >= count - 1, $"Only {string.Join(' ', left)} of {count} are left.");
            Assert.Subset(names.ToHashSet(), left.ToHashSet());
            Assert.All(store.Keys.Snapshot().Values, v => Assert.Equal("1", v.GetRawText()));
        },
        iter: 1000);

    [Fact]
    public Task A_log_cut_anywhere_holds_exactly_what_was_written_before() => Gen.Select(
        Gen.Int[1, 12], Gen.Double[0, 1]).SampleAsync(
        async (count, where) =>
        {
            StoreBench bench = new();
            await SetAllAsync(bench, [.. Enumerable.Range(0, count).Select(i => $"k{i:d2}")]);
            byte[] log = bench.Disk.Content(RecordLog.FileName);
            byte[] cut = log[..(int)(where * log.Length)];
            bench.Disk.Put(RecordLog.FileName, cut);
            await using Store store = bench.Open();
            int whole = Math.Max(0, cut.Count(b => b == (byte)'\n') - 1);
            Assert.Equal(
                Enumerable.Range(0, whole).Select(i => $"k{i:d2}"),
                store.Keys.Snapshot().Keys.Order(StringComparer.Ordinal));
        },
        iter: 300);

    private static int Find(byte[] log, string text)
    {
        int at = log.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));
        Assert.True(at >= 0, string.Create(CultureInfo.InvariantCulture, $"{text} is not in the log."));
        return at;
    }

    private static async Task SetAllAsync(StoreBench bench, params string[] names)
    {
        await using Store store = bench.Open();
        foreach (string name in names)
        {
            await store.Keys.ApplyAsync([Set(name, "1")]);
        }
    }

    private Task SetAllAsync(params string[] names) => SetAllAsync(_bench, names);
}
