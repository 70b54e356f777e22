using Moi.Daemon.Broker;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;
using Moi.Protocol.Transport;
using Moi.Testing;
using static Moi.Fleet.Tests.FleetBench;

namespace Moi.Fleet.Tests;

/// <summary>Being sure is end to end: whatever the network and the broker lose.</summary>
public sealed class LossTests
{
    private const string CountAndWait = "echo ran >> count; while [ ! -e go ]; do sleep 0.02; done";

    [Fact]
    public async Task An_operator_whose_connection_is_cut_still_gets_every_answer_once()
    {
        await using FleetBench bench = await FleetBench.StartAsync(3);
        await using FleetConnection fleet = await bench.ConnectAsync(throughProxy: true);
        Task<List<Outcome>> asking = OutcomesAsync(fleet, Run(fleet, CountAndWait));
        await RunsEverywhereAsync(bench, 3);

        bench.Proxy.Cut();
        await Eventually.Holds(() => fleet.IsConnected && bench.Proxy.Accepted > 1);
        GoEverywhere(bench, 3);

        await AllRanOnceAsync(bench, asking, 3);
    }

    [Fact]
    public async Task Answers_that_are_given_while_the_operator_is_away_are_asked_for_again()
    {
        await using FleetBench bench = await FleetBench.StartAsync(3);
        await using FleetConnection fleet = await bench.ConnectAsync(throughProxy: true);
        await using RawClient probe = await RawClient.ConnectAsync(bench.BrokerPort);
        Task<List<Outcome>> asking = OutcomesAsync(fleet, Run(fleet, CountAndWait));
        await RunsEverywhereAsync(bench, 3);

        bench.Proxy.Refuse();
        bench.Proxy.Cut();
        await probe.SubscribeAsync("moi/v1/tell/#");
        GoEverywhere(bench, 3);
        await HearsDoneAsync(probe, 3);
        bench.Proxy.Accept();

        await AllRanOnceAsync(bench, asking, 3);
    }

    [Fact]
    public async Task An_operator_whose_connection_stays_away_is_told_so_and_no_remote_is_blamed()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        await using FakeRemote mute = await FakeRemote.StartAsync(bench.BrokerPort, "mute");
        await using FleetConnection fleet = await bench.ConnectAsync(throughProxy: true);
        Task<List<Outcome>> asking = OutcomesAsync(fleet, Get(fleet, TimeSpan.FromSeconds(1)));
        await Eventually.Holds(() => mute.Asked.Count > 0);

        bench.Proxy.Refuse();
        bench.Proxy.Cut();

        BrokerException failure = await Assert.ThrowsAsync<BrokerException>(() => asking);
        Assert.Equal(BrokerFailure.NotConnected, failure.Kind);
        Assert.Contains("was lost before 1 of 1 remotes had answered", failure.Message);
    }

    [Fact]
    public async Task After_a_reconnect_everyones_state_is_as_the_broker_has_it()
    {
        await using FleetBench bench = await FleetBench.StartAsync(1);
        await using FakeRemote off = await FakeRemote.StartAsync(bench.BrokerPort, "off");
        await using FakeRemote removed = await FakeRemote.StartAsync(bench.BrokerPort, "removed");
        await using FleetConnection fleet = await bench.ConnectAsync(throughProxy: true);
        Assert.All(fleet.Presence.Remotes, remote => Assert.Equal(PresenceState.Online, remote.State));

        bench.Proxy.Refuse();
        bench.Proxy.Cut();
        await Eventually.Holds(() => !fleet.IsConnected);
        await off.IsOfflineAsync(epoch: 1);
        await using (RawClient probe = await RawClient.ConnectAsync(bench.BrokerPort))
        {
            await probe.PublishAsync("moi/v1/state/removed", Array.Empty<byte>(), quality: 1, retain: true);
        }

        bench.Proxy.Accept();
        await Eventually.Holds(() => ReconnectsAsync(fleet));

        Assert.Equal(PresenceState.Online, fleet.Presence.Find("r0")!.State);
        Assert.Equal(PresenceState.Offline, fleet.Presence.Find("off")!.State);
        Assert.Equal(PresenceState.Unknown, fleet.Presence.Find("removed")!.State);
    }

    [Fact]
    public async Task A_reader_that_stalls_until_the_broker_drops_answers_still_gets_all_of_them()
    {
        const int Remotes = 1000;
        await using FleetBench bench = await FleetBench.StartAsync(Remotes, new EmbeddedBrokerOptions { MaximumPendingPerClient = Remotes + 50 });
        await using FleetConnection fleet = await bench.ConnectAsync(
            throughProxy: true, change: options => options with { ReceiveQueueBytes = 4096 });
        await OutcomesAsync(fleet, Ask(fleet, Verb.Set, $$$"""{"set":{"large":"{{{new string('x', 8_000)}}}"}}"""));
        await using RawClient answers = await RawClient.ConnectAsync(bench.BrokerPort);
        await using RawClient askedAgain = await RawClient.ConnectAsync(bench.BrokerPort);
        await answers.SubscribeAsync("moi/v1/tell/#");
        await askedAgain.SubscribeAsync("moi/v1/ask/remote/+");

        bench.Proxy.StallToClient();
        List<Task<List<Outcome>>> asking = [];
        for (int question = 0; question < 3; question++)
        {
            // One after the other, so that the one who listens beside loses nothing.
            asking.Add(OutcomesAsync(fleet, Ask(fleet, Verb.Get, """{"keys":["large"]}""", TimeSpan.FromSeconds(20))));
            await HearsDoneAsync(answers, Remotes);
        }

        bench.Proxy.Resume();

        foreach (Task<List<Outcome>> one in asking)
        {
            List<Outcome> outcomes = await one;
            Assert.All(outcomes, outcome => Assert.True(outcome.Succeeded, outcome.Absence?.Reason));
            Assert.Equal(Remotes, outcomes.Select(outcome => outcome.Id).Distinct().Count());
            Assert.Equal(Remotes, outcomes.Count);
        }

        Assert.True(askedAgain.Messages.TryRead(out _), "Nothing was lost, so this shows nothing.");
    }

    /// <summary>An attempt that was under way when the proxy still refused fails; the next one does not.</summary>
    private static async Task<bool> ReconnectsAsync(FleetConnection fleet)
    {
        try
        {
            await fleet.ReconnectAsync(CancellationToken.None);
            return true;
        }
        catch (BrokerException)
        {
            return false;
        }
    }

    private static Task RunsEverywhereAsync(FleetBench bench, int remotes) => Eventually.Holds(
        () => Enumerable.Range(0, remotes).All(i => bench.LinesOf($"r{i}", "count").Length == 1), "all run");

    private static void GoEverywhere(FleetBench bench, int remotes)
    {
        for (int i = 0; i < remotes; i++)
        {
            bench.Touch($"r{i}", "go");
        }
    }

    private static async Task AllRanOnceAsync(FleetBench bench, Task<List<Outcome>> asking, int remotes)
    {
        List<Outcome> outcomes = await asking;
        Assert.All(outcomes, outcome => Assert.True(outcome.Succeeded, outcome.Absence?.Reason));
        Assert.Equal(Enumerable.Range(0, remotes).Select(i => $"r{i}"), outcomes.Select(outcome => outcome.Id).Order());
        Assert.All(Enumerable.Range(0, remotes), i => Assert.Single(bench.LinesOf($"r{i}", "count")));
    }

    private static async Task HearsDoneAsync(RawClient probe, int answers)
    {
        for (int done = 0; done < answers;)
        {
            RawMessage message = await probe.NextAsync();
            done += message.Payload is [(byte)'{', ..] && Reply.Read(message.Payload).Kind == ReplyKind.Done ? 1 : 0;
        }
    }
}
