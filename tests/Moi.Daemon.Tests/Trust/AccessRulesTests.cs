using Moi.Protocol;
using Moi.Protocol.Messages;
using Moi.Testing;

namespace Moi.Daemon.Tests.Trust;

/// <summary>The access rules in examples/mosquitto, on a real Mosquitto: each act that they are to forbid is tried.</summary>
public sealed class AccessRulesTests : IAsyncDisposable
{
    private const string Password = "password";

    /// <summary>Sees and says everything, for the test.</summary>
    private const string Watcher = "\nuser watcher\ntopic readwrite #\n";

    private readonly Topics _topics = new();
    private MosquittoBroker? _broker;

    public AccessRulesTests() => Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);

    public static TheoryData<string, string> ForbiddenToSay => new()
    {
        // A device that speaks for another.
        { "r2", "moi/v1/state/r1" },
        { "r2", "moi/v1/tell/steve/s1/r1" },
        { "r2", "moi/v1/file/t1/want/r1" },
        { "r2", "moi/v1/file/t1/from/r1" },

        // A device that asks as an operator does.
        { "r2", "moi/v1/ask/all" },
        { "r2", "moi/v1/ask/group/gates" },
        { "r2", "moi/v1/ask/remote/r1" },
        { "r2", "moi/v1/ask/remote/r2" },

        // A device that sends blocks.
        { "r2", "moi/v1/file/t1/block" },
        { "r2", "moi/v1/file/t1/to/r1" },

        // An operator that speaks for a device, or for another operator's remotes.
        { "anna", "moi/v1/tell/steve/s1/r1" },
        { "anna", "moi/v1/file/t1/want/r1" },

        // Elsewhere.
        { "r2", "moi/v2/state/r2" },
        { "r2", "other" },
        { "anna", "other" },
    };

    public static TheoryData<string, string> ForbiddenToRead => new()
    {
        { "r2", "moi/v1/ask/remote/r1" },
        { "r2", "moi/v1/state/r1" },
        { "r2", "moi/v1/tell/steve/s1/r1" },
        { "r2", "moi/v1/file/t1/to/r1" },
        { "r2", "moi/v1/file/t1/want/r1" },
        { "r2", "moi/v1/file/t1/from/r1" },
        { "anna", "moi/v1/tell/steve/s1/r1" },
        { "anna", "moi/v1/ask/remote/r1" },
    };

    [Theory]
    [MemberData(nameof(ForbiddenToSay))]
    public async Task What_a_user_may_not_say_reaches_nobody(string user, string topic)
    {
        int port = await StartAsync();
        await using RawClient watcher = await RawClient.ConnectAsync(port, "watcher", Password);
        await watcher.SubscribeAsync("#");
        await using RawClient speaker = await RawClient.ConnectAsync(port, user, Password);

        await speaker.PublishAsync(topic, new byte[] { 1 });
        await speaker.PublishAsync(_topics.State(user), new byte[] { 2 });

        Assert.Equal(_topics.State(user), (await watcher.NextAsync()).Topic);
    }

    [Theory]
    [MemberData(nameof(ForbiddenToRead))]
    public async Task What_a_user_may_not_read_does_not_reach_it_whatever_it_subscribes(string user, string topic)
    {
        int port = await StartAsync();
        await using RawClient reader = await RawClient.ConnectAsync(port, user, Password);
        await reader.SubscribeAsync("#");
        await reader.SubscribeAsync(topic);
        await using RawClient watcher = await RawClient.ConnectAsync(port, "watcher", Password);

        await watcher.PublishAsync(topic, new byte[] { 1 });
        await watcher.PublishAsync(_topics.State(user), new byte[] { 2 });

        Assert.Equal(_topics.State(user), (await reader.NextAsync()).Topic);
    }

    [Fact]
    public async Task A_moid_works_under_the_rules_and_its_operator_alone_is_told()
    {
        int port = await StartAsync();
        await using RawOperator steve = await RawOperator.ConnectAsync(port, "steve", password: Password);
        await using RawClient anna = await RawClient.ConnectAsync(port, "anna", Password);
        await anna.SubscribeAsync("moi/v1/tell/#");
        await using MoidProcess moid = MoidProcess.Launch(new MoidOptions
        {
            Name = "frodo",
            Address = "10.0.0.1",
            BrokerPort = port,
            Settings = new Dictionary<string, object> { ["id"] = "r1", ["mqtt_user"] = "r1", ["mqtt_password"] = Password, ["log_level"] = "trace" },
        });
        await Eventually.Holds(() => steve.Presence.Any(said => said is { Id: "r1", Online: true }), "r1 is there");

        Reply all = await steve.AskAsync(steve.Get("name"));
        Reply one = await steve.AskAsync(steve.Run("echo ran"), _topics.AskRemote("r1"));

        Assert.Equal("[\"frodo\"]", all.Value!.Value.GetRawText());
        Assert.Null(one.Error);
        await anna.PublishAsync("moi/v1/tell/anna/s1/anna", new byte[] { 7 });
        Assert.Equal([7], (await anna.NextAsync()).Payload);
        Assert.DoesNotContain(moid.Log.Split('\n'), line => line.Contains(Password, StringComparison.Ordinal));
        Assert.DoesNotContain("This remote is open", moid.Log);
    }

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }
    }

    private async Task<int> StartAsync()
    {
        _broker = await MosquittoBroker.StartAsync(new MosquittoOptions
        {
            Users = new[] { "r1", "r2", "steve", "anna", "watcher" }.ToDictionary(user => user, _ => Password),
            Acl = ExampleFiles.Read("mosquitto", "acl_file") + Watcher,
        });
        return _broker.Port;
    }
}
