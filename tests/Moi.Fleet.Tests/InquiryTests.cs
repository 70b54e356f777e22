using System.Collections.Concurrent;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;
using Moi.Protocol.Transport;
using Moi.Testing;

namespace Moi.Fleet.Tests;

/// <summary>One question, on a post and a clock of its own.</summary>
public sealed class InquiryTests
{
    private readonly ConcurrentQueue<string> _askedAgain = new();
    private readonly TaskCompletionSource _asked = new();
    private bool _isConnected = true;

    [Fact]
    public async Task It_is_not_over_before_the_broker_took_the_question()
    {
        Inquiry inquiry = Open(TimeSpan.FromSeconds(30), "a");
        inquiry.Hear(new Word(Remote("a"), Says(ReplyKind.Done)));
        IAsyncEnumerator<AskEvent> events = inquiry.RunAsync([Remote("a")], CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());
        Assert.IsType<AskEvent.Settled>(events.Current);

        // Progress goes on: nobody is waited for but the broker.
        Assert.True(await events.MoveNextAsync());
        Assert.Equal((1, 1), (Assert.IsType<AskEvent.Waiting>(events.Current).Done, ((AskEvent.Waiting)events.Current).Of));
        _asked.SetResult();

        while (await events.MoveNextAsync())
        {
            Assert.IsType<AskEvent.Waiting>(events.Current);
        }
    }

    [Fact]
    public async Task What_the_broker_refuses_ends_it()
    {
        Task<List<Outcome>> outcomes = RunAsync(Open(TimeSpan.FromSeconds(30), "a"), "a");

        _asked.SetException(new BrokerException(BrokerFailure.NotAuthorized, "No."));

        Assert.Equal("No.", (await Assert.ThrowsAsync<BrokerException>(() => outcomes)).Message);
    }

    [Fact]
    public async Task After_a_new_connection_everyone_unheard_is_asked_again_at_once()
    {
        _asked.SetResult();
        Inquiry inquiry = Open(TimeSpan.FromHours(1), "a", "b", "c");
        Task<List<Outcome>> outcomes = RunAsync(inquiry, "a", "b", "c");
        inquiry.Hear(new Word(Remote("b"), Says(ReplyKind.Done)));

        inquiry.Hear(new Word(null, null));
        await Eventually.Holds(() => _askedAgain.Count == 2);
        inquiry.Hear(new Word(Remote("a"), Says(ReplyKind.Done)));
        inquiry.Hear(new Word(Remote("c"), Says(ReplyKind.Skip)));

        Assert.Equal(["b", "a", "c"], (await outcomes).Select(outcome => outcome.Id));
        Assert.Equal(["a", "c"], _askedAgain.Order());
    }

    [Fact]
    public async Task One_that_is_back_is_asked_again_at_once()
    {
        _asked.SetResult();
        Inquiry inquiry = Open(TimeSpan.FromHours(1), "a");
        Task<List<Outcome>> outcomes = RunAsync(inquiry, "a");

        inquiry.Hear(new Word(Remote("a", epoch: 2), null));
        await Eventually.Holds(() => _askedAgain.Contains("a"));
        inquiry.Hear(new Word(Remote("a", epoch: 2), Says(ReplyKind.Done)));

        Assert.Single(await outcomes);
    }

    [Fact]
    public async Task Nobody_is_blamed_while_the_operators_own_connection_is_away()
    {
        _asked.SetResult();
        _isConnected = false;

        BrokerException failure = await Assert.ThrowsAsync<BrokerException>(() => RunAsync(Open(TimeSpan.FromMilliseconds(50), "a", "b"), "a", "b"));

        Assert.Equal("2 of 2", failure.Message);
    }

    private static RemotePresence Remote(string id, long epoch = 1) => new(
        new PresenceMessage
        {
            Id = id,
            Address = id,
            Name = id,
            Moid = "1.0.0",
            Architecture = "x64",
            Online = true,
            Incarnation = new Guid(1, 2, 3, new byte[8]),
            Epoch = epoch,
        },
        PresenceState.Online,
        null,
        Clashes: false);

    private static Reply Says(ReplyKind kind) => new() { Request = "request", Kind = kind, Address = "a", Name = "n" };

    private static async Task<List<Outcome>> RunAsync(Inquiry inquiry, params string[] expected)
    {
        List<Outcome> outcomes = [];
        await foreach (AskEvent happened in inquiry.RunAsync(expected.Select(id => Remote(id)), CancellationToken.None))
        {
            outcomes.AddRange(happened is AskEvent.Settled { Outcome: var outcome } ? [outcome] : []);
        }

        return outcomes;
    }

    private Inquiry Open(TimeSpan silence, params string[] expected)
    {
        Target target = new(Audience.Everyone, null, [.. expected.Select(id => Remote(id))]);
        return new Inquiry(
            new Question(Verb.Get, RawOperator.Json("{}"), target, new RollOptions { Silence = silence }), new FakePost(this), TimeProvider.System);
    }

    private sealed class FakePost(InquiryTests test) : IPost
    {
        public Task AskAsync(CancellationToken cancellationToken) => test._asked.Task;

        public void AskAgain(string id) => test._askedAgain.Enqueue(id);

        public bool TakesAnswer(string id, Reply reply) => false;

        public void RequireConnection(int missing, int all)
        {
            if (!test._isConnected)
            {
                throw new BrokerException(BrokerFailure.NotConnected, $"{missing} of {all}");
            }
        }
    }
}
