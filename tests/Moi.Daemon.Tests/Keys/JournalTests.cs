using Moi.Daemon.Journal;
using Moi.Daemon.Keys;
using static Moi.Daemon.Tests.Keys.StoreBench;

namespace Moi.Daemon.Tests.Keys;

public sealed class JournalTests
{
    private readonly StoreBench _bench = new();

    [Fact]
    public async Task A_request_is_new_once_then_running_then_a_repeat()
    {
        await using Store store = _bench.Open();
        JournalRequest request = _bench.Request("r1");
        Assert.Equal(JournalVerdict.New, store.Journal.Find(request).Verdict);
        Assert.Equal(JournalVerdict.New, (await store.Journal.BeginAsync(request)).Verdict);
        Assert.Equal(JournalVerdict.Running, store.Journal.Find(request).Verdict);
        Assert.Equal(JournalVerdict.Running, (await store.Journal.BeginAsync(request)).Verdict);

        await store.Journal.CompleteAsync(request, Bytes("it went well"));
        JournalAnswer answer = await store.Journal.BeginAsync(request);
        Assert.Equal(JournalVerdict.Repeat, answer.Verdict);
        Assert.Equal("it went well", Text(answer.Result));
        Assert.Equal("it went well", Text(store.Journal.Find(request).Result));
    }

    [Fact]
    public async Task The_same_id_with_another_body_is_a_conflict_and_from_another_operator_another_request()
    {
        await using Store store = _bench.Open();
        await store.Journal.BeginAsync(_bench.Request("r1"));
        Assert.Equal(JournalVerdict.Conflict, (await store.Journal.BeginAsync(_bench.Request("r1", "other"))).Verdict);
        JournalRequest bobs = new("bob", "r1", Bytes("body"), _bench.Time.Now + 1000);
        Assert.Equal(JournalVerdict.New, (await store.Journal.BeginAsync(bobs)).Verdict);
    }

    [Fact]
    public async Task A_request_begun_before_a_crash_is_unknown_and_can_still_be_completed()
    {
        JournalRequest request = _bench.Request("r1");
        await using (Store store = _bench.Open())
        {
            await store.Journal.BeginAsync(request);
        }

        await using Store again = _bench.Open();
        Assert.Equal(JournalVerdict.Unknown, again.Journal.Find(request).Verdict);
        Assert.Equal(JournalVerdict.Unknown, (await again.Journal.BeginAsync(request)).Verdict);
        await again.Journal.CompleteAsync(request, Bytes("the runner's file says 0"));
        Assert.Equal(JournalVerdict.Repeat, again.Journal.Find(request).Verdict);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"code":0,"stdout":"\u001b[1mü"}""")]
    [InlineData("line one\nline two\0")]
    public async Task Results_come_back_byte_for_byte_after_reopening(string result)
    {
        byte[] binary = [0xff, 0xfe, 0, .. Bytes(result)];
        await using (Store store = _bench.Open())
        {
            await store.Journal.CompleteAsync(_bench.Request("text"), Bytes(result));
            await store.Journal.CompleteAsync(_bench.Request("binary"), binary);
        }

        await using Store again = _bench.Open();
        Assert.Equal(Bytes(result), again.Journal.Find(_bench.Request("text")).Result.ToArray());
        Assert.Equal(binary, again.Journal.Find(_bench.Request("binary")).Result.ToArray());
    }

    [Fact]
    public async Task Of_many_identical_requests_at_once_exactly_one_is_new()
    {
        await using Store store = _bench.Open();
        for (int round = 0; round < 50; round++)
        {
            JournalRequest request = _bench.Request($"r{round}");
            JournalAnswer[] answers = await Task.WhenAll(
                Enumerable.Range(0, 8).Select(_ => Task.Run(() => store.Journal.BeginAsync(request))));
            Assert.Single(answers, a => a.Verdict == JournalVerdict.New);
            Assert.Equal(7, answers.Count(a => a.Verdict == JournalVerdict.Running));
        }
    }

    [Fact]
    public async Task A_result_and_the_keys_it_changed_are_one_record()
    {
        await using Store store = _bench.Open();
        JournalRequest request = _bench.Request("r1");
        await store.Journal.BeginAsync(request);
        int before = _bench.LogLines().Length;
        await store.Journal.CompleteAsync(request, Bytes("ok"), [Set("job", "\"running\"")]);
        string line = Assert.Single(_bench.LogLines()[before..]);
        Assert.Contains("\"done\"", line);
        Assert.Contains("\"keys\":{\"job\":\"running\"}", line);
        Assert.Equal("job=\"running\"", KeysOf(store));
    }

    [Fact]
    public async Task A_result_with_keys_that_break_a_rule_records_nothing_and_may_be_given_again()
    {
        await using Store store = _bench.Open();
        JournalRequest request = _bench.Request("r1");
        await store.Keys.ApplyAsync([Set("n", "1")]);
        await store.Journal.BeginAsync(request);
        await Assert.ThrowsAsync<KeyRejectedException>(
            () => store.Journal.CompleteAsync(request, Bytes("ok"), [Add("n", "1")]));
        Assert.Equal(JournalVerdict.Running, store.Journal.Find(request).Verdict);
        await store.Journal.CompleteAsync(request, Bytes("n is no array"));
        Assert.Equal(JournalVerdict.Repeat, store.Journal.Find(request).Verdict);
    }

    [Fact]
    public async Task The_first_result_stands()
    {
        await using Store store = _bench.Open();
        JournalRequest request = _bench.Request("r1");
        await store.Journal.CompleteAsync(request, Bytes("first"));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => store.Journal.CompleteAsync(request, Bytes("second")));
        await store.Journal.BeginAsync(_bench.Request("r2"));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => store.Journal.CompleteAsync(_bench.Request("r2", "other body"), Bytes("x")));
        Assert.Equal("first", Text(store.Journal.Find(request).Result));
    }

    [Fact]
    public async Task A_result_that_is_too_large_is_refused_and_changes_nothing()
    {
        _bench.Limits = new StoreLimits { MaxResultBytes = 4 };
        await using Store store = _bench.Open();
        JournalRequest request = _bench.Request("r1");
        await store.Journal.BeginAsync(request);
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(
            () => store.Journal.CompleteAsync(request, Bytes("12345")));
        Assert.Contains("5 bytes is more than the 4", e.Message);
        Assert.Equal(JournalVerdict.Running, store.Journal.Find(request).Verdict);

        await Assert.ThrowsAsync<ArgumentException>(
            () => store.Journal.ApplyOnceAsync(_bench.Request("r2"), [Set("A", "1")], _ => Bytes("12345")));
        Assert.Equal("", KeysOf(store));
        Assert.Equal(JournalVerdict.New, store.Journal.Find(_bench.Request("r2")).Verdict);
    }

    [Fact]
    public async Task Keys_are_applied_once_in_one_record_and_one_flush_however_often_it_is_asked()
    {
        await using Store store = _bench.Open();
        JournalRequest request = _bench.Request("r1");
        int flushes = _bench.Disk.CountOf(DiskOperation.Flush);
        JournalAnswer first = await store.Journal.ApplyOnceAsync(request, [Add("L", "1")], Count);
        Assert.Equal(flushes + 1, _bench.Disk.CountOf(DiskOperation.Flush));
        await store.Keys.ApplyAsync([Remove("L", "1")]);
        JournalAnswer second = await store.Journal.ApplyOnceAsync(request, [Add("L", "1")], Count);

        Assert.Equal((JournalVerdict.New, "1 keys"), (first.Verdict, Text(first.Result)));
        Assert.Equal((JournalVerdict.Repeat, "1 keys"), (second.Verdict, Text(second.Result)));
        Assert.Equal("L=[]", KeysOf(store));

        static ReadOnlyMemory<byte> Count(KeyOutcome outcome) => Bytes($"{outcome.Keys.Count} keys");
    }

    [Fact]
    public async Task A_rejection_is_an_answer_that_is_repeated_though_the_keys_would_do_now()
    {
        await using (Store store = _bench.Open())
        {
            await store.Keys.ApplyAsync([Set("n", "1")]);
            JournalAnswer first = await store.Journal.ApplyOnceAsync(
                _bench.Request("r1"), [Set("m", "1"), Add("n", "1")], o => Bytes(o.Rejection?.Key ?? "none"));
            Assert.Equal("n", Text(first.Result));
            await store.Keys.ApplyAsync([Set("n", "[]")]);
        }

        await using Store again = _bench.Open();
        JournalAnswer second = await again.Journal.ApplyOnceAsync(
            _bench.Request("r1"), [Set("m", "1"), Add("n", "1")], _ => Bytes("none"));
        Assert.Equal((JournalVerdict.Repeat, "n"), (second.Verdict, Text(second.Result)));
        Assert.Equal("n=[]", KeysOf(again));
    }

    [Fact]
    public async Task A_caller_whose_result_can_not_be_made_gets_its_own_exception_and_others_go_on()
    {
        await using Store store = _bench.Open();
        Task bad = store.Journal.ApplyOnceAsync(
            _bench.Request("r1"), [Set("A", "1")], _ => throw new NotSupportedException());
        Task good = store.Keys.ApplyAsync([Set("B", "1")]);
        await Assert.ThrowsAsync<NotSupportedException>(() => bad);
        await good;
        Assert.Equal("B=1", KeysOf(store));
    }

    [Theory]
    [InlineData("", "r1")]
    [InlineData("alice", "")]
    [InlineData("alice", "a\nb")]
    [InlineData("\ud83d\ude00", "r1")]
    public void A_request_needs_an_operator_and_an_id_that_can_be_written(string @operator, string id) =>
        Assert.ThrowsAny<ArgumentException>(() => new JournalRequest(@operator, id, Bytes("x"), 1));
}
