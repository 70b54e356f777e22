using CsCheck;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;
using static Moi.Protocol.Tests.Asking.Fleet;

namespace Moi.Protocol.Tests.Asking;

/// <summary>Whatever remotes, the broker and time do.</summary>
public sealed class RollPropertyTests
{
    private const string Ids = "abcdef";

    private static readonly Gen<RollOptions> Options =
        from silence in Gen.Int[1, 5000]
        from total in Gen.OneOf(Gen.Const((TimeSpan?)null), Gen.Int[0, 10_000].Select(ms => (TimeSpan?)TimeSpan.FromMilliseconds(ms)))
        from spread in Gen.OneOf(Gen.Const(0), Gen.Int[0, 3000])
        from changes in Gen.Bool
        from atOnce in Gen.Int[1, 4]
        select new RollOptions
        {
            Silence = TimeSpan.FromMilliseconds(silence),
            Total = total,
            Spread = TimeSpan.FromMilliseconds(spread),
            Changes = changes,
            AskAgainAtOnce = atOnce,
        };

    private static readonly Gen<RemotePresence> AnyPresence =
        from id in Gen.Int[0, Ids.Length - 1]
        from state in Gen.Enum<PresenceState>()
        from epoch in Gen.Int[0, 3]
        from incarnation in Gen.Int[1, 2]
        select Make($"{Ids[id]}", state, epoch, incarnation);

    private static readonly Gen<Reply> AnyReply =
        from kind in Gen.Enum<ReplyKind>()
        from beat in Gen.OneOf(Gen.Int[0, 3000], Gen.Int[-10, 60_000])
        select Says(kind, beat);

    private static readonly Gen<Happening> AnyHappening =
        from after in Gen.Int[0, 1500]
        from what in Gen.Frequency(
            (4, AnyPresence.Select(AnyReply, (sender, reply) => new Happening(0, sender, reply))),
            (3, AnyPresence.Select(presence => new Happening(0, presence, null))),
            (1, Gen.Const(new Happening(0, null, null))))
        select what with { AfterMilliseconds = after };

    [Fact]
    public void Each_member_has_exactly_one_outcome_whatever_happens() =>
        Gen.Select(Options, AnyPresence.Array[0, 6], AnyHappening.Array[0, 40])
            .Sample((options, expected, happenings) => new Run(options, expected).Play(happenings), iter: 4_000);

    /// <summary>A reply, news of a remote (no reply), or a new connection of the operator (neither).</summary>
    private sealed record Happening(int AfterMilliseconds, RemotePresence? From, Reply? Reply);

    /// <summary>One question, whose caller does what the roll says and checks what it is told.</summary>
    private sealed class Run
    {
        private static readonly TimeSpan BatchPause = TimeSpan.FromMilliseconds(50);

        private readonly RollOptions _options;
        private readonly Roll _roll;
        private readonly HashSet<string> _members;
        private readonly Dictionary<string, Outcome> _outcomes = [];
        private TimeSpan _now;
        private TimeSpan _next;

        public Run(RollOptions options, RemotePresence[] expected)
        {
            _options = options;
            _roll = new Roll(options, expected, _now);
            _members = [.. expected.Select(presence => presence.Id)];
            Check();
            Advance();
        }

        public void Play(IEnumerable<Happening> happenings)
        {
            foreach (Happening happening in happenings)
            {
                PassUntil(_now + TimeSpan.FromMilliseconds(happening.AfterMilliseconds));
                TimeSpan before = _next;
                Happen(happening);
                Check();
                Advance();
                bool isReconnect = happening.From is null;

                // One that had to wait for the next batch may be due a little before that, now that there was a word; the batch is soon enough.
                Assert.True(
                    isReconnect || _next >= before - BatchPause || _next >= _now + _roll.Soonest,
                    "A word makes something due sooner than its caller looks.");
            }

            for (int calls = 0; !_roll.IsComplete; calls++)
            {
                // Each of six is asked at most three times, one at a time, and is given up.
                Assert.True(calls < 100, "The roll keeps its caller busy.");
                PassUntil(_next);
            }

            Take(_roll.Close(_now));
            Check();
            Assert.Equal(_members.Order(), _outcomes.Keys.Order());
        }

        private void Happen(Happening happening)
        {
            switch (happening)
            {
                case { From: { } from, Reply: { } reply }:
                    _members.Add(from.Id);
                    if (_roll.Hear(from, reply, _now) is { } outcome)
                    {
                        Assert.Same(reply, outcome.Reply);
                        Take([outcome]);
                    }

                    break;
                case { From: { } presence }:
                    if (_roll.HearPresence(presence, _now))
                    {
                        Assert.Contains(presence.Id, _roll.Waiting.Select(remote => remote.Id));
                    }

                    break;
                default:
                    _roll.AskEveryoneAgain(_now);
                    break;
            }
        }

        private void PassUntil(TimeSpan then)
        {
            while (_next <= then && !_roll.IsComplete)
            {
                _now = _next > _now ? _next : _now;
                Advance();
            }

            _now = then > _now ? then : _now;
        }

        private void Advance()
        {
            RollStep step = _roll.Advance(_now);
            Take(step.Missing);
            Check();
            string[] waiting = [.. _roll.Waiting.Select(remote => remote.Id)];
            Assert.Empty(step.AskAgain.Except(waiting));
            Assert.Equal(step.AskAgain.Distinct(), step.AskAgain);
            Assert.InRange(step.AskAgain.Count, 0, _options.AskAgainAtOnce);
            Assert.True(step.Next > _now, "There is nothing to do, and yet the next call is due.");
            Assert.True(waiting.Length == 0 || step.Next < TimeSpan.MaxValue, "Somebody is waited for without end.");
            _next = step.Next;
        }

        private void Take(IReadOnlyList<Outcome> outcomes)
        {
            foreach (Outcome outcome in outcomes)
            {
                Assert.True(_outcomes.TryAdd(outcome.Id, outcome), $"{outcome.Id} has a second outcome.");
                Assert.True(outcome.Reply is null != outcome.Absence is null);
                Assert.True(outcome.Reply is not { Kind: ReplyKind.Ack or ReplyKind.Queued });
            }
        }

        private void Check()
        {
            Assert.Equal(!_roll.Waiting.Any(), _roll.IsComplete);
            Assert.Equal(_outcomes.Count, _roll.Settled);
            Assert.Equal(_members.Count, _roll.Count);
            Assert.DoesNotContain(_roll.Waiting, remote => _outcomes.ContainsKey(remote.Id));
        }
    }
}
