using Moi.Daemon.Tests.Remotes;
using Moi.Protocol.Messages;
using Moi.Testing;

namespace Moi.Daemon.Tests.Requests;

/// <summary>Reading and changing keys, asked for over the broker.</summary>
public sealed class KeyVerbsTests
{
    [Fact]
    public async Task Keys_are_read_in_the_order_asked_with_null_for_a_missing_one()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync(time: new ManualClock());
        await bench.Operator.AskAsync(bench.Operator.Set("""{"A":{"b":[1,2]}}"""));

        Reply reply = await bench.Operator.AskAsync(bench.Operator.Get("name", "none", "A.b", "A.c", "id", "time", "groups", "name"));

        Assert.Equal("""["frodo",null,[1,2],null,"r1",1772366400,[],"frodo"]""", reply.Value!.Value.GetRawText());
        Assert.Equal(("10.0.0.1", "frodo"), (reply.Address, reply.Name));
    }

    [Fact]
    public async Task Every_remote_has_the_keys_that_always_are()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync(options => options with
        {
            Destinations = new Dictionary<string, string> { ["www"] = "/srv/www", ["etc"] = "/etc/moi" },
        });

        Reply reply = await bench.Operator.AskAsync(bench.Operator.Get(
            "addr", "name", "id", "moid", "arch", "home", "tmp", "self", "bin", "destinations", "rc", "www", "etc"));

        string folder = bench.Folder.Path;
        Assert.Equal(
            $$"""["10.0.0.1","frodo","r1","{{DaemonVersion.Text}}","{{Daemon.Presence.Herald.Architecture}}","{{folder}}/home","{{folder}}/tmp","{{folder}}/self","{{folder}}/bin",""" +
            """["bin","tmp","home","self","etc","www"],0,"/srv/www","/etc/moi"]""",
            reply.Value!.Value.GetRawText());
    }

    [Theory]
    [InlineData("""{"keys":["a..b"]}""")]
    [InlineData("""{"keys":[""]}""")]
    [InlineData("""{"keys":[null]}""")]
    [InlineData("""{"keys":null}""")]
    [InlineData("""{"keys":"name"}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""null""")]
    public async Task Keys_that_cannot_be_read_are_an_error(string arguments)
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();

        Reply reply = await bench.Operator.AskAsync(bench.Operator.Request(Verb.Get, arguments));

        Assert.Equal((ReplyKind.Done, FaultCode.BadRequest), (reply.Kind, reply.Error!.Code));
        Assert.Null(reply.Value);
    }

    [Fact]
    public async Task A_change_sets_erases_adds_and_removes_in_one_go()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        await bench.Operator.AskAsync(bench.Operator.Set("""{"gone":1,"list":["a","b"]}"""));

        Reply reply = await bench.Operator.AskAsync(bench.Operator.Request(
            Verb.Set, """{"set":{"new":true,"gone":null},"add":{"list":["c","a"],"fresh":[1]},"remove":{"list":["b"],"none":["x"]}}"""));

        Assert.Equal((ReplyKind.Done, "true"), (reply.Kind, reply.Value!.Value.GetRawText()));
        Reply read = await bench.Operator.AskAsync(bench.Operator.Get("new", "gone", "list", "fresh", "none"));
        Assert.Equal("""[true,null,["a","c"],[1],null]""", read.Value!.Value.GetRawText());
    }

    [Theory]
    [InlineData("addr")]
    [InlineData("name")]
    [InlineData("id")]
    [InlineData("time")]
    [InlineData("moid")]
    [InlineData("arch")]
    [InlineData("groups")]
    [InlineData("rc")]
    public async Task What_the_daemon_knows_better_cannot_be_set_in_any_way(string key)
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();
        string before = (await bench.Operator.AskAsync(bench.Operator.Get("name", "id", "groups", "rc"))).Value!.Value.GetRawText();

        foreach (string way in new[] { $$$"""{"set":{"A":1,"{{{key}}}":"x"}}""", $$$"""{"add":{"{{{key}}}":["x"]}}""", $$$"""{"remove":{"{{{key}}}":["x"]}}""" })
        {
            Reply reply = await bench.Operator.AskAsync(bench.Operator.Request(Verb.Set, way));
            Assert.Equal((ReplyKind.Done, FaultCode.KeyRejected), (reply.Kind, reply.Error!.Code));
            Assert.Contains($"'{key}'", reply.Error.Message);
        }

        Assert.Equal(before, (await bench.Operator.AskAsync(bench.Operator.Get("name", "id", "groups", "rc"))).Value!.Value.GetRawText());
        Assert.Equal("[null]", (await bench.Operator.AskAsync(bench.Operator.Get("A"))).Value!.Value.GetRawText());
    }

    [Fact]
    public async Task A_place_can_be_set_and_used_and_is_as_before_when_it_is_erased()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();

        await bench.Operator.AskAsync(bench.Operator.Set($$"""{"home":"{{bench.Folder["tmp"]}}","destinations":["home","mine"],"mine":"{{bench.Folder["bin"]}}"}"""));
        Reply there = await bench.Operator.AskAsync(bench.Operator.Run("pwd"));
        Reply mine = await bench.Operator.AskAsync(bench.Operator.Run("pwd", ""","directory":"mine" """));
        await bench.Operator.AskAsync(bench.Operator.Set("""{"home":null}"""));
        Reply back = await bench.Operator.AskAsync(bench.Operator.Run("pwd"));

        Assert.Equal(
            [$"{bench.Folder["tmp"]}\n", $"{bench.Folder["bin"]}\n", $"{bench.Folder["home"]}\n"],
            new[] { there, mine, back }.Select(reply => reply.Value!.Value.GetProperty("stdout").GetProperty("text").GetString()));
    }

    [Theory]
    [InlineData("""{}""", FaultCode.BadRequest)]
    [InlineData("""{"set":{}}""", FaultCode.BadRequest)]
    [InlineData("""{"set":null}""", FaultCode.BadRequest)]
    [InlineData("""{"set":[1]}""", FaultCode.BadRequest)]
    [InlineData("""{"set":{"A":1},"later":1}""", FaultCode.BadRequest)]
    [InlineData("""{"add":{"A":null}}""", FaultCode.BadRequest)]
    [InlineData("""{"remove":{"A":null}}""", FaultCode.BadRequest)]
    [InlineData("""{"add":{"A":1}}""", FaultCode.BadRequest)]
    [InlineData("""{"set":{"A":"\ud800"}}""", FaultCode.KeyRejected)]
    [InlineData("""{"set":{"\ud800":1}}""", FaultCode.BadRequest)]
    [InlineData("""{"set":{"a b":1}}""", FaultCode.KeyRejected)]
    [InlineData("""{"set":{"":1}}""", FaultCode.KeyRejected)]
    [InlineData("""{"set":{"A":1,"a.b":2}}""", FaultCode.KeyRejected)]
    [InlineData("""{"set":{"A":1},"add":{"A":[2]}}""", FaultCode.KeyRejected)]
    public async Task A_change_that_cannot_be_made_is_answered_and_changes_nothing(string arguments, string code)
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();

        Request set = bench.Operator.Request(Verb.Set);
        await bench.Operator.SendAsync(RawOperator.EnvelopeOf(set, arguments));
        Reply reply = await bench.Operator.LastWordAsync(set);

        Assert.Equal((ReplyKind.Done, code), (reply.Kind, reply.Error!.Code));
        Assert.Null(reply.Value);
        Assert.Equal("[null]", (await bench.Operator.AskAsync(bench.Operator.Get("A"))).Value!.Value.GetRawText());
        Assert.DoesNotContain(bench.Log.Entries, entry => entry.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Fact]
    public async Task A_change_whose_name_is_very_long_is_answered()
    {
        await using RemoteBench bench = await RemoteBench.StartAsync();

        Reply reply = await bench.Operator.AskAsync(bench.Operator.Set($$"""{"{{new string('x', 100_000)}}":1}"""));

        Assert.Equal(FaultCode.KeyRejected, reply.Error!.Code);
        Assert.InRange(reply.Error.Message.Length, 1, 1100);
    }
}
