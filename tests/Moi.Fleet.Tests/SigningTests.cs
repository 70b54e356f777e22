using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Trust;
using static Moi.Fleet.Tests.FleetBench;

namespace Moi.Fleet.Tests;

/// <summary>An operator with a key, and what remotes and brokers may make it sign.</summary>
public sealed class SigningTests : IDisposable
{
    private readonly OperatorKey _key = OperatorKey.Create();

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task Every_request_is_signed_a_cancel_too()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        await using FakeRemote remote = await FakeRemote.StartAsync(
            bench.BrokerPort, "r9", (self, request) => self.SayAsync(request, ReplyKind.Ack, beat: 60_000));
        await using FleetConnection fleet = await bench.ConnectAsync(key: _key);

        await foreach (AskEvent happened in fleet.AskAsync(Run(fleet, "sleep 9") with { IsCancelled = true }))
        {
            if (happened is AskEvent.Waiting)
            {
                break;
            }
        }

        await Testing.Eventually.Holds(() => remote.Asked.Any(request => request.Verb == Verb.Cancel), "the cancel comes");
        Assert.All(remote.Envelopes, envelope => Assert.True(envelope.IsSignedBy(_key.Public)));
    }

    [Fact]
    public async Task A_remote_that_asks_for_it_is_sent_the_same_request_with_its_nonce_for_it_alone()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        await using FakeRemote remote = await FakeRemote.StartAsync(bench.BrokerPort, "r9", async (self, request) =>
        {
            await (request.Nonce is null ? self.ChallengeAsync(request, "n1") : self.SayAsync(request, ReplyKind.Done));
        });
        await using FleetConnection fleet = await bench.ConnectAsync(key: _key);

        Outcome outcome = Assert.Single(await OutcomesAsync(fleet, Run(fleet, "true")));

        Assert.True(outcome.Succeeded);
        Assert.Equal([null, "n1"], remote.Asked.Select(request => request.Nonce));
        Request proven = remote.Asked[1];
        Assert.Equal(["r9"], proven.Audience.Remotes);
        Assert.Equal(
            (remote.Asked[0].Id, remote.Asked[0].Verb, remote.Asked[0].Arguments.GetRawText()), (proven.Id, proven.Verb, proven.Arguments.GetRawText()));
        Assert.All(remote.Envelopes, envelope => Assert.True(envelope.IsSignedBy(_key.Public)));
    }

    [Fact]
    public async Task Who_is_asked_again_after_that_is_sent_the_same_bytes()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        int proofs = 0;
        await using FakeRemote remote = await FakeRemote.StartAsync(bench.BrokerPort, "r9", async (self, request) =>
        {
            await (request.Nonce is null ? self.ChallengeAsync(request, "n1")
                : ++proofs == 1 ? Task.CompletedTask
                : self.SayAsync(request, ReplyKind.Done));
        });
        await using FleetConnection fleet = await bench.ConnectAsync(key: _key);

        await OutcomesAsync(fleet, Run(fleet, "true", TimeSpan.FromSeconds(2)));

        Assert.Equal(remote.Envelopes[1].Body.ToArray(), remote.Envelopes[2].Body.ToArray());
    }

    [Fact]
    public async Task One_that_was_not_meant_gets_nothing_signed_whatever_it_says()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        await using FakeRemote meant = await FakeRemote.StartAsync(bench.BrokerPort, "r1", (self, request) => self.SayAsync(request, ReplyKind.Ack, beat: 60_000));
        await using FakeRemote other = await FakeRemote.StartAsync(bench.BrokerPort, "r2");
        await using FleetConnection fleet = await bench.ConnectAsync(key: _key);
        Question question = new(
            Verb.Run, Testing.RawOperator.Json("""{"command":"true"}"""), Target.Only("r1", fleet.Presence), new RollOptions { Silence = LongSilence });
        Task<List<Outcome>> asking = OutcomesAsync(fleet, question);
        await Testing.Eventually.Holds(() => meant.Asked.Count == 1, "r1 is asked");

        await other.ChallengeAsync(meant.Asked[0], "n1");
        await meant.SayAsync(meant.Asked[0], ReplyKind.Done);

        Assert.Equal(["r1"], (await asking).Select(outcome => outcome.Id));
        Assert.Empty(other.Asked);
    }

    [Fact]
    public async Task A_remote_that_asks_without_end_is_refused_in_the_end()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        int nonce = 0;
        await using FakeRemote remote = await FakeRemote.StartAsync(
            bench.BrokerPort, "r9", (self, request) => self.ChallengeAsync(request, $"n{++nonce}"));
        await using FleetConnection fleet = await bench.ConnectAsync(key: _key);

        Outcome outcome = Assert.Single(await OutcomesAsync(fleet, Run(fleet, "true")));

        Assert.Equal(FaultCode.ClockUnsure, outcome.Reply!.Error!.Code);
        Assert.InRange(remote.Asked.Count, 2, 5);
    }

    [Fact]
    public async Task Without_a_key_the_refusal_stands()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        await using FakeRemote remote = await FakeRemote.StartAsync(bench.BrokerPort, "r9", (self, request) => self.ChallengeAsync(request, "n1"));
        await using FleetConnection fleet = await bench.ConnectAsync();

        Assert.Equal(FaultCode.ClockUnsure, Assert.Single(await OutcomesAsync(fleet, Run(fleet, "true"))).Reply!.Error!.Code);
    }

    [Fact]
    public async Task The_first_request_that_comes_late_and_is_refused_for_the_second_changes_nothing()
    {
        await using FleetBench bench = await FleetBench.StartAsync();
        await using FakeRemote remote = await FakeRemote.StartAsync(bench.BrokerPort, "r9", async (self, request) =>
        {
            if (request.Nonce is null)
            {
                await self.ChallengeAsync(request, "n1");
                return;
            }

            await self.SayAsync(request, JsonSerializer.SerializeToUtf8Bytes(
                new Reply { Request = request.Id, Kind = ReplyKind.Refused, Address = "r9", Name = "r9", Error = new Fault(FaultCode.IdReused, "Used.") },
                MessageJson.Wire.Reply));
            await self.SayAsync(request, ReplyKind.Done);
        });
        await using FleetConnection fleet = await bench.ConnectAsync(key: _key);

        Assert.True(Assert.Single(await OutcomesAsync(fleet, Run(fleet, "true"))).Succeeded);
    }
}
