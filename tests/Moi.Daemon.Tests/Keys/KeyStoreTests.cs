using System.Text.Json;
using Moi.Daemon.Keys;
using static Moi.Daemon.Tests.Keys.StoreBench;

namespace Moi.Daemon.Tests.Keys;

public sealed class KeyStoreTests
{
    private readonly StoreBench _bench = new();

    [Fact]
    public async Task A_key_that_was_set_is_there_after_reopening()
    {
        await using (Store store = _bench.Open())
        {
            await store.Keys.ApplyAsync([Set("A", "1"), Set("B", """{"c": [1, 2.50, "ü\u001b"]}""")]);
        }

        await using Store again = _bench.Open();
        Assert.Equal("""A=1 B={"c":[1,2.50,"ü\u001B"]}""", KeysOf(again));
    }

    [Fact]
    public async Task Setting_null_erases_and_erasing_what_is_missing_is_no_error()
    {
        await using Store store = _bench.Open();
        await store.Keys.ApplyAsync([Set("A", "1"), Set("B", "2")]);
        await store.Keys.ApplyAsync([Set("A", "null"), KeyChange.Erase("B"), KeyChange.Erase("never")]);
        Assert.Equal("", KeysOf(store));
        Assert.False(store.Keys.TryGet("A", out _));
    }

    [Fact]
    public async Task Changes_of_one_request_build_on_each_other()
    {
        await using Store store = _bench.Open();
        await store.Keys.ApplyAsync([Set("L", "[]"), Add("L", "1"), Add("L", "2"), Remove("L", "1"), Add("L", "2")]);
        Assert.Equal("L=[2]", KeysOf(store));
    }

    [Fact]
    public async Task Adding_to_a_missing_key_makes_an_array_and_removing_from_one_makes_nothing()
    {
        await using Store store = _bench.Open();
        await store.Keys.ApplyAsync([Add("L", "\"a\""), Remove("M", "\"a\"")]);
        Assert.Equal("L=[\"a\"]", KeysOf(store));
    }

    [Fact]
    public async Task Elements_are_equal_when_their_JSON_text_is()
    {
        await using Store store = _bench.Open();
        await store.Keys.ApplyAsync(
            [Set("L", "[1, 1.0, \"1\", true]"), Add("L", "1"), Add("L", "\"\\u0031\""), Remove("L", "1.0")]);
        Assert.Equal("L=[1,\"1\",true]", KeysOf(store));
    }

    [Theory]
    [InlineData("\"text\"", "a string")]
    [InlineData("7", "a number")]
    [InlineData("true", "a boolean")]
    [InlineData("{}", "an object")]
    public async Task Adding_to_what_is_no_array_is_an_error_that_names_key_and_type(string value, string type)
    {
        await using Store store = _bench.Open();
        await store.Keys.ApplyAsync([Set("K", value)]);
        KeyRejectedException e = await Assert.ThrowsAsync<KeyRejectedException>(
            () => store.Keys.ApplyAsync([Set("other", "1"), Add("K", "1")]));
        Assert.Equal("K", e.Key);
        Assert.Contains($"The key K holds {type}, not an array", e.Message);
        Assert.Equal($"K={value}", KeysOf(store));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a b")]
    [InlineData("größe")]
    [InlineData("a\nb")]
    public void A_bad_name_is_refused_in_one_line(string name)
    {
        KeyRejectedException e = Assert.Throws<KeyRejectedException>(() => Set(name, "1"));
        Assert.Contains("is not a name for a key", e.Message);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void A_name_may_have_128_characters()
    {
        Assert.Equal(128, Set(new string('a', 128), "1").Name.Length);
        Assert.Throws<KeyRejectedException>(() => Set(new string('a', 129), "1"));
    }

    [Fact]
    public void Half_a_surrogate_pair_and_no_value_at_all_are_refused()
    {
        Assert.Throws<KeyRejectedException>(() => Set("A", "\"\\ud800\""));
        Assert.Throws<KeyRejectedException>(() => Set("A", "{\"\\ud800\":1}"));
        Assert.Throws<KeyRejectedException>(() => KeyChange.Set("A", default));
    }

    [Fact]
    public async Task A_value_as_deep_as_JSON_may_be_survives_and_an_array_deeper_than_that_is_refused()
    {
        string deep = new string('[', 64) + new string(']', 64);
        await using (Store store = _bench.Open())
        {
            await store.Keys.ApplyAsync([Set("deep", deep)]);
            await Assert.ThrowsAsync<KeyRejectedException>(() => store.Keys.ApplyAsync([Add("list", deep)]));
        }

        await using Store again = _bench.Open();
        Assert.Equal($"deep={deep}", KeysOf(again));
        Assert.Empty(_bench.Log.Warnings);
    }

    [Fact]
    public async Task A_value_beyond_the_limit_is_refused_whether_set_or_grown()
    {
        _bench.Limits = new StoreLimits { MaxValueBytes = 10 };
        await using Store store = _bench.Open();
        await store.Keys.ApplyAsync([Set("A", "\"12345678\""), Set("L", "[1234,123]")]);
        KeyRejectedException e = await Assert.ThrowsAsync<KeyRejectedException>(
            () => store.Keys.ApplyAsync([Set("A", "\"123456789\"")]));
        Assert.Contains("would have 11 bytes and may have 10", e.Message);
        await Assert.ThrowsAsync<KeyRejectedException>(() => store.Keys.ApplyAsync([Add("L", "1")]));
        Assert.Equal("A=\"12345678\" L=[1234,123]", KeysOf(store));
    }

    [Fact]
    public async Task The_count_and_the_bytes_of_all_keys_are_bounded_and_a_full_store_may_shrink()
    {
        _bench.Limits = new StoreLimits { MaxKeys = 2, MaxTotalValueBytes = 10 };
        await using Store store = _bench.Open();
        await store.Keys.ApplyAsync([Set("A", "12345"), Set("B", "12345")]);
        KeyRejectedException many = await Assert.ThrowsAsync<KeyRejectedException>(
            () => store.Keys.ApplyAsync([Set("A", "1"), Set("C", "1")]));
        Assert.Equal("C", many.Key);
        KeyRejectedException fat = await Assert.ThrowsAsync<KeyRejectedException>(
            () => store.Keys.ApplyAsync([Set("B", "123456")]));
        Assert.Equal("B", fat.Key);
        await store.Keys.ApplyAsync([KeyChange.Erase("A"), Set("C", "1")]);
        Assert.Equal("B=12345 C=1", KeysOf(store));

        await store.DisposeAsync();
        _bench.Limits = new StoreLimits { MaxKeys = 0, MaxTotalValueBytes = 0 };
        await using Store tightened = _bench.Open();
        await tightened.Keys.ApplyAsync([KeyChange.Erase("B")]);
        Assert.Equal("C=1", KeysOf(tightened));
    }

    [Fact]
    public async Task A_snapshot_does_not_change()
    {
        await using Store store = _bench.Open();
        await store.Keys.ApplyAsync([Set("A", "1")]);
        IReadOnlyDictionary<string, JsonElement> before = store.Keys.Snapshot();
        await store.Keys.ApplyAsync([Set("A", "2"), Set("B", "3")]);
        Assert.Equal("1", Assert.Single(before).Value.GetRawText());
    }

    [Fact]
    public async Task A_value_outlives_the_document_it_came_from()
    {
        await using Store store = _bench.Open();
        using (JsonDocument document = JsonDocument.Parse("""{"v":[1,2]}"""))
        {
            await store.Keys.ApplyAsync([KeyChange.Set("A", document.RootElement.GetProperty("v"))]);
        }

        Assert.Equal("A=[1,2]", KeysOf(store));
    }

    [Fact]
    public async Task Requests_that_change_nothing_cost_no_write()
    {
        await using Store store = _bench.Open();
        await store.Keys.ApplyAsync([Set("A", "1"), Set("L", "[1]")]);
        int writes = _bench.Disk.Done.Count;
        await store.Keys.ApplyAsync([Set("A", "1"), Add("L", "1"), Remove("L", "2"), KeyChange.Erase("B")]);
        await store.Keys.ApplyAsync([]);
        Assert.Equal(writes, _bench.Disk.Done.Count);
    }

    [Fact]
    public async Task Concurrent_additions_are_all_there()
    {
        await using Store store = _bench.Open();
        await Task.WhenAll(
            Enumerable.Range(0, 500).Select(i => Task.Run(() => store.Keys.ApplyAsync([Add("L", $"{i}")]))));
        Assert.True(store.Keys.TryGet("L", out JsonElement list));
        Assert.Equal(Enumerable.Range(0, 500), list.EnumerateArray().Select(e => e.GetInt32()).Order());
    }
}
