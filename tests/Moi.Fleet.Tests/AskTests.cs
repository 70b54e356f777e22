using Moi.PowerShell.Fleet;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;
using Moi.Protocol.Transport;
using Moi.Protocol.Trust;
using Moi.Testing;
using static Moi.Fleet.Tests.FleetBench;

namespace Moi.Fleet.Tests;

/// <summary>Asking a fleet, when all goes well or remotes do not.</summary>
public sealed class AskTests
{
    private static readonly TimeSpan ShortSilence = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task Everyone_answers_once_and_then_it_is_over()
    {
        await using FleetBench bench = await FleetBench.StartAsync(5);
        await using FleetConnection fleet = await bench.ConnectAsync();

        List<Outcome> outcomes = await OutcomesAsync(fleet, Get(fleet));

        Assert.Equal(["r0", "r1", "r2", "r3", "r4"], outcomes.Select(outcome => outcome.Id).Order());
        Assert.All(outcomes, outcome => Assert.Equal($"[\"{outcome.Id}\"]", outcome.Reply!.Value!.Value.GetRawText()));
        Assert.All(outcomes, outcome => Assert.True(outcome is { Succeeded: true, WasExpected: true, Arrival.RoundTrip.Ticks: > 0 }));
    }

    [Fact]
    public async Task Answers_come_as_they_are_given_and_progress_names_those_that_are_waited_for()
    {
        await using FleetBench bench = await FleetBench.StartAsync(2);
        TaskCompletionSource go = new();
        await using FakeRemote slow = await FakeRemote.StartAsync(bench.BrokerPort, "slow", async (self, request) =>
        {
            await self.SayAsync(request, ReplyKind.Ack, beat: 60_000);
            await go.Task;
            await self.SayAsync(request, ReplyKind.Done);
        });
        await using FleetConnection fleet = await bench.ConnectAsync();
        List<string> settled = [];
        AskEvent.Waiting? progress = null;

        await foreach (AskEvent happened in fleet.AskAsync(Get(fleet)))
        {
            progress = happened as AskEvent.Waiting ?? progress;
            settled.AddRange(happened is AskEvent.Settled { Outcome: var outcome } ? [outcome.Id] : []);
            if (settled.Count == 2 && progress is { Done: 2 })
            {
                go.TrySetResult();
            }
        }

        Assert.Equal("slow", settled[2]);
        Assert.Equal((2, 3), (progress!.Done, progress.Of));
        Assert.Equal(["slow"], progress.Names);
    }

    [Fact]
    public async Task One_known_to_be_offline_is_named_last_and_nobody_waits_for_it()
    {
        await using FleetBench bench = await FleetBench.StartAsync(2);
        await using FakeRemote off = await FakeRemote.StartAsync(bench.BrokerPort, "off");
        await off.IsOfflineAsync(epoch: 1);
        await using FleetConnection fleet = await bench.ConnectAsync();

        List<Outcome> outcomes = await OutcomesAsync(fleet, Get(fleet));

        Assert.Equal([true, true, false], outcomes.Select(outcome => outcome.Succeeded));
        Assert.Equal(("off", AbsenceKind.Offline), (outcomes[2].Id, outcomes[2].Absence!.Kind));
        Assert.StartsWith("offline", outcomes[2].Absence!.Reason);
    }

    [Fact]
    public async Task One_that_was_offline_and_comes_back_meanwhile_is_asked()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        await using FakeRemote back = await FakeRemote.StartAsync(
            bench.BrokerPort, "back", (self, request) => self.Asked.Count < 2 ? Task.CompletedTask : self.SayAsync(request, ReplyKind.Done));
        await back.IsOfflineAsync(epoch: 1);
        await using FakeRemote slow = await FakeRemote.StartAsync(bench.BrokerPort, "slow", async (self, request) =>
        {
            await back.IsOnlineAsync(epoch: 2);
            await Eventually.Holds(() => back.Asked.Count == 2);
            await self.SayAsync(request, ReplyKind.Done);
        });
        await using FleetConnection fleet = await bench.ConnectAsync();
        Question question = Get(fleet);
        Assert.Equal(PresenceState.Offline, question.Target.Expected.Single(remote => remote.Id == "back").State);

        List<Outcome> outcomes = await OutcomesAsync(fleet, question);

        Assert.All(outcomes, outcome => Assert.True(outcome.Succeeded));
        Assert.Equal(2, outcomes.Count);
    }

    [Fact]
    public async Task One_that_came_back_after_it_was_selected_and_before_it_is_asked_is_waited_for()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        await using FakeRemote back = await FakeRemote.StartAsync(bench.BrokerPort, "back", (self, request) => self.SayAsync(request, ReplyKind.Done));
        await back.IsOfflineAsync(epoch: 1);
        await using FleetConnection fleet = await bench.ConnectAsync();
        Question question = Get(fleet);

        await back.IsOnlineAsync(epoch: 2);
        await Eventually.Holds(() => fleet.Presence.Find("back")!.State == PresenceState.Online);

        Assert.True(Assert.Single(await OutcomesAsync(fleet, question)).Succeeded);
    }

    [Fact]
    public async Task One_that_never_says_a_word_is_asked_again_and_named()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        await using FakeRemote mute = await FakeRemote.StartAsync(bench.BrokerPort, "mute");
        await using FleetConnection fleet = await bench.ConnectAsync();

        Outcome outcome = Assert.Single(await OutcomesAsync(fleet, Get(fleet, ShortSilence)));

        Assert.Equal(("mute", AbsenceKind.Silent), (outcome.Id, outcome.Absence!.Kind));
        Assert.EndsWith("though the broker holds its connection", outcome.Absence.Reason);
        await Eventually.Holds(() => mute.Asked.Count == 3);
        Assert.Single(mute.Asked.Select(request => request.Id).Distinct());
    }

    [Fact]
    public async Task One_that_answers_only_when_it_is_asked_again_counts()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        await using FakeRemote deaf = await FakeRemote.StartAsync(
            bench.BrokerPort, "deaf", (self, request) => self.Asked.Count < 2 ? Task.CompletedTask : self.SayAsync(request, ReplyKind.Done));
        await using FleetConnection fleet = await bench.ConnectAsync();

        Outcome outcome = Assert.Single(await OutcomesAsync(fleet, Get(fleet, TimeSpan.FromSeconds(4))));

        Assert.True(outcome.Succeeded);
    }

    [Fact]
    public async Task One_that_goes_offline_while_it_works_is_given_up_soon_whatever_beat_it_promised()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        await using FakeRemote leaves = await FakeRemote.StartAsync(bench.BrokerPort, "leaves", async (self, request) =>
        {
            await self.SayAsync(request, ReplyKind.Ack, beat: 60_000_000);
            await self.IsOfflineAsync(epoch: 1);
        });
        await using FleetConnection fleet = await bench.ConnectAsync();

        Outcome outcome = Assert.Single(await OutcomesAsync(fleet, Run(fleet, "true", ShortSilence)).WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.Equal(AbsenceKind.WentOffline, outcome.Absence!.Kind);
        Assert.EndsWith("it may have run", outcome.Absence.Reason);
    }

    [Fact]
    public async Task One_that_stops_beating_is_given_up_soon_however_long_the_spread_was()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        await using FakeRemote stops = await FakeRemote.StartAsync(
            bench.BrokerPort, "stops", (self, request) => self.Asked.Count > 1 ? Task.CompletedTask : self.SayAsync(request, ReplyKind.Ack, beat: 50));
        await using FleetConnection fleet = await bench.ConnectAsync();
        Question question = Get(fleet);
        question = question with { Roll = question.Roll with { Silence = ShortSilence, Spread = TimeSpan.FromHours(1) } };

        Outcome outcome = Assert.Single(await OutcomesAsync(fleet, question).WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.Equal(AbsenceKind.FellSilent, outcome.Absence!.Kind);
    }

    [Fact]
    public async Task An_asker_that_takes_its_time_over_an_answer_blames_nobody_for_it()
    {
        await using FleetBench bench = await FleetBench.StartAsync(1);
        await using FakeRemote deaf = await FakeRemote.StartAsync(
            bench.BrokerPort, "deaf", (self, request) => self.Asked.Count < 2 ? Task.CompletedTask : self.SayAsync(request, ReplyKind.Done));
        await using FleetConnection fleet = await bench.ConnectAsync();
        List<Outcome> outcomes = [];

        await foreach (AskEvent happened in fleet.AskAsync(Get(fleet, TimeSpan.FromSeconds(4))))
        {
            if (happened is AskEvent.Settled { Outcome: var outcome })
            {
                outcomes.Add(outcome);
                await Eventually.Holds(() => deaf.Asked.Count >= 2, "the other one is asked again while this one is looked at");
            }
        }

        Assert.Equal(["r0", "deaf"], outcomes.Select(outcome => outcome.Id));
        Assert.All(outcomes, outcome => Assert.True(outcome.Succeeded));
    }

    [Fact]
    public async Task A_stranger_that_answers_is_told_apart()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        await using FakeRemote known = await FakeRemote.StartAsync(bench.BrokerPort, "known");
        await using FakeRemote stranger = await FakeRemote.StartAsync(bench.BrokerPort, "stranger", isKnown: false, answer: async (self, request) =>
        {
            await self.SayAsync(request, ReplyKind.Done);
            await known.SayAsync(request, ReplyKind.Done);
        });
        await using FleetConnection fleet = await bench.ConnectAsync();

        List<Outcome> outcomes = await OutcomesAsync(fleet, Get(fleet));

        Assert.Equal([("stranger", false), ("known", true)], outcomes.Select(outcome => (outcome.Id, outcome.WasExpected)));
    }

    [Fact]
    public async Task Words_that_come_twice_or_make_no_sense_change_nothing()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        await using FakeRemote babbler = await FakeRemote.StartAsync(bench.BrokerPort, "babbler", async (self, request) =>
        {
            foreach (string nonsense in new[] { "", "x", "null", "{}", "[1]", """{"re":null,"kind":"done","addr":"a","name":"n"}""", """{"re":"other","kind":"done","addr":"a","name":"n"}""" })
            {
                await self.SayAsync(request, System.Text.Encoding.UTF8.GetBytes(nonsense));
            }

            await self.SayAsync(request, ReplyKind.Done);
            await self.SayAsync(request, ReplyKind.Done);
            await self.SayAsync(request, ReplyKind.Refused);
        });
        await using FleetConnection fleet = await bench.ConnectAsync();

        for (int i = 0; i < 3; i++)
        {
            Assert.True(Assert.Single(await OutcomesAsync(fleet, Get(fleet))).Succeeded);
        }

        Assert.NotEmpty(fleet.Notices.TakeAll());
    }

    [Fact]
    public async Task A_bound_on_the_whole_question_ends_it()
    {
        await using FleetBench bench = await FleetBench.StartAsync(1);
        await using FakeRemote works = await FakeRemote.StartAsync(
            bench.BrokerPort, "works", (self, request) => self.SayAsync(request, ReplyKind.Ack, beat: 60_000));
        await using FleetConnection fleet = await bench.ConnectAsync();
        Question question = Get(fleet);

        List<Outcome> outcomes = await OutcomesAsync(fleet, question with { Roll = question.Roll with { Total = TimeSpan.FromSeconds(3) } });

        Assert.Equal(["r0", "works"], outcomes.Select(outcome => outcome.Id));
        Assert.Equal(AbsenceKind.OutOfTime, outcomes[1].Absence!.Kind);
    }

    [Fact]
    public async Task Nobody_is_asked_nothing()
    {
        await using FleetBench bench = await FleetBench.StartAsync(1);
        await using FleetConnection fleet = await bench.ConnectAsync();

        Assert.Empty(await OutcomesAsync(fleet, Get(fleet) with { Target = Target.Nobody }));
    }

    [Fact]
    public async Task A_fleet_without_remotes_is_asked_and_it_is_over()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        await using FleetConnection fleet = await bench.ConnectAsync();

        Assert.Empty(await OutcomesAsync(fleet, Get(fleet)));
    }

    [Fact]
    public async Task One_remote_is_asked_on_its_own_topic_and_the_others_hear_nothing()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        await using FakeRemote one = await FakeRemote.StartAsync(bench.BrokerPort, "one", (self, request) => self.SayAsync(request, ReplyKind.Done));
        await using RawClient probe = await RawClient.ConnectAsync(bench.BrokerPort);
        await probe.SubscribeAsync("moi/v1/ask/#");
        await using FleetConnection fleet = await bench.ConnectAsync();

        await OutcomesAsync(fleet, Get(fleet) with { Target = Target.Only("one", fleet.Presence) });

        Assert.Equal("moi/v1/ask/remote/one", (await probe.NextAsync()).Topic);
    }

    [Fact]
    public async Task Several_questions_at_once_each_get_their_own_answers()
    {
        await using FleetBench bench = await FleetBench.StartAsync(3);
        await using FleetConnection fleet = await bench.ConnectAsync();
        await using FleetConnection another = await bench.ConnectAsync();
        await using FleetConnection bob = await bench.ConnectAsync("bob");

        Task<List<Outcome>>[] asked =
        [
            .. new[] { fleet, another, bob }.SelectMany(asker => Enumerable.Range(0, 10).Select(i =>
                OutcomesAsync(asker, Ask(asker, Verb.Get, $$"""{"keys":[{{string.Join(',', Enumerable.Repeat("\"id\"", i + 1))}}]}""")))),
        ];

        for (int i = 0; i < asked.Length; i++)
        {
            List<Outcome> outcomes = await asked[i];
            Assert.Equal(["r0", "r1", "r2"], outcomes.Select(outcome => outcome.Id).Order());
            Assert.All(outcomes, outcome => Assert.Equal((i % 10) + 1, outcome.Reply!.Value!.Value.GetArrayLength()));
        }

        Assert.All(new[] { fleet, another, bob }, asker => Assert.Empty(asker.Notices.TakeAll()));
    }

    [Fact]
    public async Task A_request_that_is_too_large_is_an_error_and_the_next_one_is_asked()
    {
        await using FleetBench bench = await FleetBench.StartAsync(1);
        await using FleetConnection fleet = await bench.ConnectAsync();

        Exception failure = await Assert.ThrowsAnyAsync<Exception>(
            () => OutcomesAsync(fleet, Ask(fleet, Verb.Set, $$$"""{"set":{"A":"{{{new string('x', 300_000)}}}"}}""")));

        Assert.Contains("262144 is the most", failure.Message);
        Assert.Single(await OutcomesAsync(fleet, Get(fleet)));
    }

    [Fact]
    public async Task Changing_what_the_filter_asks_for_is_done_and_not_skipped()
    {
        await using FleetBench bench = await FleetBench.StartAsync(2);
        await using FleetConnection fleet = await bench.ConnectAsync();
        Question set = Ask(fleet, Verb.Set, """{"set":{"stage":1}}""");

        List<Outcome> outcomes = await OutcomesAsync(
            fleet, set with { Target = new Selection { Filter = Protocol.Filters.Filter.Parse("stage.not.1") }.Resolve(fleet.Presence) });

        Assert.All(outcomes, outcome => Assert.True(outcome.Succeeded));
        Assert.Equal(2, outcomes.Count);
    }

    [Fact]
    public async Task Whoever_answers_without_being_named_is_no_result()
    {
        await using FleetBench bench = await FleetBench.StartAsync(2);
        await using FakeRemote known = await FakeRemote.StartAsync(bench.BrokerPort, "lurker");
        await using RawClient lurker = await RawClient.ConnectAsync(bench.BrokerPort);
        await lurker.SubscribeAsync("moi/v1/ask/all", quality: 1);
        await using FleetConnection fleet = await bench.ConnectAsync();
        Target two = Target.Exactly([fleet.Presence.Find("r0")!, fleet.Presence.Find("r1")!], stage: null);
        Task<List<Outcome>> asking = OutcomesAsync(fleet, Run(fleet, "while [ ! -e go ]; do sleep 0.01; done") with { Target = two });

        Request heard = Envelope.Open((await lurker.NextAsync()).Payload).ReadRequest();
        await known.SayAsync(heard, ReplyKind.Ack);
        await known.SayAsync(heard, ReplyKind.Done);
        bench.Touch("r0", "go");
        bench.Touch("r1", "go");

        Assert.Equal(["r0", "r1"], (await asking).Select(outcome => outcome.Id).Order());
    }

    [Fact]
    public async Task Whoever_ends_the_connection_ends_the_question()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        TaskCompletionSource asked = new();
        await using FakeRemote mute = await FakeRemote.StartAsync(bench.BrokerPort, "mute", (_, _) => Task.FromResult(asked.TrySetResult()));
        FleetConnection fleet = await bench.ConnectAsync();
        Task<List<Outcome>> asking = OutcomesAsync(fleet, Get(fleet, TimeSpan.FromSeconds(1)));
        await asked.Task;

        await fleet.DisposeAsync();

        BrokerException failure = await Assert.ThrowsAsync<BrokerException>(() => asking);
        Assert.Contains("was ended", failure.Message);
    }
}
