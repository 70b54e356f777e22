using Moi.Daemon.Journal;
using Moi.Daemon.Keys;
using static Moi.Daemon.Tests.Keys.StoreBench;

namespace Moi.Daemon.Tests.Keys;

public sealed class JournalBoundsTests
{
    private readonly StoreBench _bench = new();

    [Fact]
    public async Task A_request_is_forgotten_when_it_expired_and_is_never_called_new_again()
    {
        _bench.Limits = new StoreLimits { ResultRetention = TimeSpan.Zero };
        await using Store store = _bench.Open();
        JournalRequest request = _bench.Request("r1", ttlSeconds: 60);
        await store.Journal.CompleteAsync(request, Bytes("x"));

        _bench.Time.Advance(TimeSpan.FromSeconds(59));
        await store.Journal.CompleteAsync(_bench.Request("r2"), Bytes("x"));
        Assert.Equal(JournalVerdict.Repeat, store.Journal.Find(request).Verdict);

        _bench.Time.Advance(TimeSpan.FromSeconds(2));
        await store.Journal.CompleteAsync(_bench.Request("r3"), Bytes("x"));
        Assert.Equal(JournalVerdict.New, store.Journal.Find(request).Verdict);
        Assert.Equal(JournalVerdict.Unknown, (await store.Journal.BeginAsync(request)).Verdict);
        Assert.Equal(JournalVerdict.Unknown, (await ApplyAsync(store, request)).Verdict);
        Assert.Equal(JournalVerdict.New, (await store.Journal.BeginAsync(_bench.Request("r4", ttlSeconds: 1))).Verdict);
    }

    [Fact]
    public async Task What_is_running_is_not_forgotten_and_its_result_can_be_asked_for_long_after_it_expired()
    {
        await using Store store = _bench.Open();
        JournalRequest slow = _bench.Request("slow", ttlSeconds: 1);
        await store.Journal.BeginAsync(slow);
        _bench.Time.Advance(TimeSpan.FromHours(5));
        await store.Journal.BeginAsync(_bench.Request("other"));
        Assert.Equal(JournalVerdict.Running, store.Journal.Find(slow).Verdict);

        await store.Journal.CompleteAsync(slow, Bytes("at last"));
        _bench.Time.Advance(TimeSpan.FromMinutes(59));
        await store.Journal.BeginAsync(_bench.Request("another"));
        Assert.Equal("at last", Text(store.Journal.Find(slow).Result));
    }

    [Fact]
    public async Task A_full_journal_forgets_the_oldest_but_does_not_run_them_again_even_after_a_restart()
    {
        _bench.Limits = new StoreLimits { MaxRequests = 8, CompactFromBytes = 1 };
        JournalRequest[] requests =
            [.. Enumerable.Range(0, 40).Select(i => _bench.Request($"r{i}", ttlSeconds: 100 + i))];
        await using (Store store = _bench.Open())
        {
            foreach (JournalRequest request in requests)
            {
                Assert.Equal(JournalVerdict.New, (await ApplyAsync(store, request)).Verdict);
            }

            Assert.Equal(JournalVerdict.Repeat, store.Journal.Find(requests[^1]).Verdict);
            Assert.InRange(requests.Count(r => store.Journal.Find(r).Verdict == JournalVerdict.Repeat), 1, 8);
        }

        await using Store again = _bench.Open();
        foreach (JournalRequest request in requests)
        {
            Assert.NotEqual(JournalVerdict.New, (await again.Journal.BeginAsync(request)).Verdict);
        }

        JournalRequest later = _bench.Request("later", ttlSeconds: 200);
        Assert.Equal(JournalVerdict.New, (await again.Journal.BeginAsync(later)).Verdict);
    }

    [Fact]
    public async Task A_journal_full_of_running_requests_refuses_more_until_one_ends()
    {
        _bench.Limits = new StoreLimits { MaxRequests = 4 };
        await using Store store = _bench.Open();
        JournalRequest[] requests = [.. Enumerable.Range(0, 4).Select(i => _bench.Request($"r{i}"))];
        foreach (JournalRequest request in requests)
        {
            await store.Journal.BeginAsync(request);
        }

        StoreException e = await Assert.ThrowsAsync<StoreException>(
            () => store.Journal.BeginAsync(_bench.Request("more")));
        Assert.Contains("4 requests are running", e.Message);
        await store.Journal.CompleteAsync(requests[2], Bytes("x"));
        Assert.Equal(
            JournalVerdict.New, (await store.Journal.BeginAsync(_bench.Request("more", ttlSeconds: 400))).Verdict);
        Assert.Equal(JournalVerdict.Running, store.Journal.Find(requests[0]).Verdict);
    }

    [Fact]
    public async Task Results_beyond_the_bytes_allowed_are_dropped_oldest_first_but_not_the_memory_of_them()
    {
        _bench.Limits = new StoreLimits { MaxTotalResultBytes = 64, CompactFromBytes = 1 };
        JournalRequest[] requests = [.. Enumerable.Range(0, 20).Select(i => _bench.Request($"r{i}"))];
        await using (Store store = _bench.Open())
        {
            foreach (JournalRequest request in requests)
            {
                await store.Journal.CompleteAsync(request, new byte[16]);
                _bench.Time.Advance(TimeSpan.FromSeconds(1));
            }

            Check(store);
        }

        await using Store again = _bench.Open();
        Check(again);

        void Check(Store store)
        {
            JournalVerdict[] verdicts = [.. requests.Select(r => store.Journal.Find(r).Verdict)];
            int dropped = verdicts.Count(v => v == JournalVerdict.ResultDropped);
            Assert.InRange(dropped, 16, 19);
            Assert.All(verdicts[dropped..], v => Assert.Equal(JournalVerdict.Repeat, v));
        }
    }

    private static Task<JournalAnswer> ApplyAsync(Store store, JournalRequest request) =>
        store.Journal.ApplyOnceAsync(request, [], _ => Bytes("x"));
}
