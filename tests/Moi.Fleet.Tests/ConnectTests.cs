using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;
using Moi.Protocol.Transport;
using Moi.Testing;

namespace Moi.Fleet.Tests;

/// <summary>Connecting, and knowing everyone then.</summary>
public sealed class ConnectTests
{
    private const int Remotes = 500;

    [Fact]
    public async Task Whoever_is_connected_knows_everyone_and_their_states()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        await using (RawClient births = await RawClient.ConnectAsync(bench.BrokerPort))
        {
            for (int i = 0; i < Remotes; i++)
            {
                await births.PublishAsync($"moi/v1/state/x{i}", Birth($"x{i}", online: i % 2 == 0), quality: 1, retain: true, 7_776_000);
            }
        }

        for (int time = 0; time < 5; time++)
        {
            await using FleetConnection fleet = await bench.ConnectAsync();

            Assert.Equal(Remotes, fleet.Presence.Remotes.Count());
            Assert.All(fleet.Presence.Remotes, remote => Assert.Equal(
                remote.Message.Online ? PresenceState.Online : PresenceState.Offline, remote.State));
        }
    }

    [Fact]
    public async Task News_of_presence_is_followed_and_nonsense_is_passed_over()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        await using FleetConnection fleet = await bench.ConnectAsync();
        await using RawClient stranger = await RawClient.ConnectAsync(bench.BrokerPort);

        await stranger.PublishAsync("moi/v1/state/x", "nonsense"u8.ToArray(), quality: 1, retain: true);
        await stranger.PublishAsync("moi/v1/state/x", Birth("y", online: true), quality: 1, retain: true);
        await stranger.PublishAsync("moi/v1/state/x y", Birth("x y", online: true), quality: 1, retain: true);
        await stranger.PublishAsync("moi/v1/state/x", Birth("x", online: true), quality: 1, retain: true);
        await Eventually.Holds(() => fleet.Presence.Find("x") is { State: PresenceState.Online });
        await stranger.PublishAsync("moi/v1/state/x", Birth("x", online: false), quality: 1, retain: true);
        await Eventually.Holds(() => fleet.Presence.Find("x") is { State: PresenceState.Offline });

        Assert.Single(fleet.Presence.Remotes);
        await stranger.PublishAsync("moi/v1/state/x", Array.Empty<byte>(), quality: 1, retain: true);
        await Eventually.Holds(() => !fleet.Presence.Remotes.Any());
    }

    [Fact]
    public async Task A_broker_that_is_not_there_is_an_error()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        int nobody = FreePort.Next();

        BrokerException failure = await Assert.ThrowsAsync<BrokerException>(() => bench.ConnectAsync(change: options => options with { Port = nobody }));

        Assert.Contains($"127.0.0.1:{nobody}", failure.Message);
    }

    [Theory]
    [InlineData("moi/v1/state/+")]
    [InlineData("moi/v1/tell/ann/")]
    public async Task A_broker_that_denies_a_subscription_is_an_error_that_names_it(string denied)
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        await using ScriptedServer broker = Denying(denied);

        BrokerException failure = await Assert.ThrowsAsync<BrokerException>(() => bench.ConnectAsync(change: options => options with { Port = broker.Port }));

        Assert.Equal(BrokerFailure.NotAuthorized, failure.Kind);
        Assert.Contains(denied, failure.Message);
        Assert.Contains("access rules", failure.Message);
    }

    [Fact]
    public async Task A_broker_that_does_not_let_an_operator_read_its_answers_is_an_error_that_says_so()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using FleetBench bench = await FleetBench.StartAsync();
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new MosquittoOptions
        {
            Users = new Dictionary<string, string> { ["ann"] = "secret" },
            Acl = "user ann\ntopic read moi/v1/state/#\ntopic write moi/v1/ask/#\ntopic write moi/v1/tell/+/+/ann\n",
        });

        BrokerException failure = await Assert.ThrowsAsync<BrokerException>(() => bench.ConnectAsync(
            change: options => options with { Port = broker.Port, UserName = "ann", Password = "secret" }));

        Assert.Equal(BrokerFailure.NotAuthorized, failure.Kind);
        Assert.Contains("does not give back what 'ann' tells itself", failure.Message);
    }

    [Fact]
    public async Task A_broker_that_does_not_let_an_operator_ask_is_an_error_that_names_the_topic()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using FleetBench bench = await FleetBench.StartAsync();
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new MosquittoOptions
        {
            Users = new Dictionary<string, string> { ["ann"] = "secret" },
            Acl = "user ann\ntopic read moi/v1/state/#\ntopic readwrite moi/v1/tell/#\n",
        });
        await using FleetConnection fleet = await bench.ConnectAsync(
            change: options => options with { Port = broker.Port, UserName = "ann", Password = "secret" });

        BrokerException failure = await Assert.ThrowsAsync<BrokerException>(() => FleetBench.OutcomesAsync(fleet, FleetBench.Get(fleet)));

        Assert.Equal(BrokerFailure.NotAuthorized, failure.Kind);
        Assert.Contains("moi/v1/ask/all", failure.Message);
    }

    private static byte[] Birth(string id, bool online) => JsonSerializer.SerializeToUtf8Bytes(
        new PresenceMessage
        {
            Id = id,
            Address = "10.0.0.1",
            Name = id,
            Moid = "1.0.0",
            Architecture = "x64",
            Online = online,
            Incarnation = new Guid(1, 2, 3, new byte[8]),
            Epoch = 1,
        },
        MessageJson.Wire.PresenceMessage);

    /// <summary>Takes a connection, and grants every filter of a SUBSCRIBE but those that begin like one.</summary>
    private static ScriptedServer Denying(string denied) => new(async (stream, _, stop) =>
    {
        await ScriptedServer.ReadPacketAsync(stream, stop);
        await stream.WriteAsync(new byte[] { 0x20, 3, 0, 0, 0 }, stop);
        while (true)
        {
            byte[] packet = await ScriptedServer.ReadPacketAsync(stream, stop);
            if (packet[0] != 0x82)
            {
                continue;
            }

            List<byte> codes = [];
            for (int at = 5; at < packet.Length; at += 3 + packet[at + 1])
            {
                string filter = System.Text.Encoding.UTF8.GetString(packet, at + 2, packet[at + 1]);
                codes.Add(filter.StartsWith(denied, StringComparison.Ordinal) ? (byte)0x87 : (byte)0);
            }

            await stream.WriteAsync(new byte[] { 0x90, (byte)(3 + codes.Count), packet[2], packet[3], 0 }, stop);
            await stream.WriteAsync(codes.ToArray(), stop);
        }
    });
}
