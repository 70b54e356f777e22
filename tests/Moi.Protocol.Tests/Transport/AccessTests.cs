using Moi.Protocol.Transport;
using Moi.Testing;
using static Moi.Protocol.Tests.Transport.Sessions;

namespace Moi.Protocol.Tests.Transport;

/// <summary>A broker with access rules.</summary>
public sealed class AccessTests
{
    public AccessTests() => Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);

    [Fact]
    public async Task A_publish_that_the_rules_forbid_is_refused_and_names_topic_and_user()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new MosquittoOptions
        {
            Users = new Dictionary<string, string> { ["ann"] = "secret" },
            Acl = "user ann\ntopic readwrite open/#\n",
        });
        await using MqttSession session = await ConnectAsync(
            Options(broker.Port) with { UserName = "ann", Password = "secret" });

        BrokerException failure = await Assert.ThrowsAsync<BrokerException>(
            () => session.PublishAsync("closed/a", Bytes("x"), MqttQuality.AtLeastOnce));

        Assert.Equal(BrokerFailure.NotAuthorized, failure.Kind);
        Assert.Contains("closed/a", failure.Message);
        Assert.Contains("'ann'", failure.Message);
        Assert.Equal(
            PublishOutcome.NoSubscribers, await session.PublishAsync("open/a", Bytes("x"), MqttQuality.AtLeastOnce));
    }

    [Fact]
    public async Task A_subscription_that_the_rules_forbid_is_refused_and_not_remembered()
    {
        await using ScriptedServer server = RefusingServer("closed");
        await using MqttSession session = await ConnectAsync(Options(server.Port));

        BrokerException failure = await Assert.ThrowsAsync<BrokerException>(
            () => session.SubscribeAsync("closed", MqttQuality.AtLeastOnce));
        await session.SubscribeAsync("open", MqttQuality.AtLeastOnce);

        Assert.Equal(BrokerFailure.NotAuthorized, failure.Kind);
        Assert.Contains("'closed'", failure.Message);
        Assert.Contains("0x87", failure.Message);
        session.StepAside();
        await Eventually.Holds(() => !session.IsConnected);
        await session.ConnectAsync();
    }

    [Fact]
    public async Task A_remembered_subscription_that_is_refused_fails_the_connect()
    {
        await using ScriptedServer server = RefusingServer("closed");
        await using MqttSession session = Make(Options(server.Port));
        await session.SubscribeAsync("closed", MqttQuality.AtLeastOnce);

        BrokerException failure = await Assert.ThrowsAsync<BrokerException>(() => session.ConnectAsync());

        Assert.Equal(BrokerFailure.NotAuthorized, failure.Kind);
        Assert.False(session.IsConnected);
    }

    /// <summary>Grants every filter but one, with one filter a SUBSCRIBE.</summary>
    private static ScriptedServer RefusingServer(string forbidden) => new(async (stream, _, stop) =>
    {
        await ScriptedServer.ReadPacketAsync(stream, stop);
        await stream.WriteAsync(new byte[] { 0x20, 3, 0, 0, 0 }, stop);
        while (true)
        {
            byte[] packet = await ScriptedServer.ReadPacketAsync(stream, stop);
            if (packet[0] == 0x82)
            {
                string filter = System.Text.Encoding.UTF8.GetString(packet, 7, packet[6]);
                byte code = filter == forbidden ? (byte)0x87 : (byte)1;
                await stream.WriteAsync(new byte[] { 0x90, 4, packet[2], packet[3], 0, code }, stop);
            }
        }
    });
}
