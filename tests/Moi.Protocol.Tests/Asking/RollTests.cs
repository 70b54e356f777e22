using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;
using static Moi.Protocol.Tests.Asking.Fleet;

namespace Moi.Protocol.Tests.Asking;

public sealed class RollTests
{
    private static readonly RollOptions Options = new() { Silence = S(2) };

    [Fact]
    public void A_roll_of_nobody_is_complete_at_once()
    {
        Roll roll = new(Options, [], S(0));

        Assert.True(roll.IsComplete);
        Assert.Empty(roll.Advance(S(0)).Missing);
        Assert.Empty(roll.Close(S(0)));
    }

    [Fact]
    public void A_beat_that_is_promised_for_next_month_is_not_waited_for()
    {
        Roll roll = new(Options, [Online("a")], S(0));

        roll.Hear(Online("a"), Says(ReplyKind.Ack, beat: int.MaxValue), S(0));

        Assert.Equal(AbsenceKind.FellSilent, Assert.Single(roll.Advance(S(181)).Missing).Absence!.Kind);
    }

    [Fact]
    public void It_is_complete_with_the_last_answer_and_not_before()
    {
        Roll roll = new(Options, [Online("a"), Online("b"), Online("c")], S(0));

        Outcome first = roll.Hear(Online("b"), Says(ReplyKind.Done), S(0.1))!;
        roll.Hear(Online("a"), Says(ReplyKind.Skip), S(0.1));
        Assert.False(roll.IsComplete);
        Assert.Equal(["c"], roll.Waiting.Select(remote => remote.Id));
        Outcome last = roll.Hear(Online("c"), Says(ReplyKind.Refused), S(0.2))!;

        Assert.True(roll.IsComplete);
        Assert.Equal((3, 3), (roll.Settled, roll.Count));
        Assert.Equal(("b", true, true), (first.Id, first.Succeeded, first.WasExpected));
        Assert.Equal(("c", false, ReplyKind.Refused), (last.Id, last.Succeeded, last.Reply!.Kind));
        Assert.Null(last.Absence);
        Assert.Empty(roll.Close(S(0.2)));
    }

    [Fact]
    public void An_outcome_has_the_name_and_address_that_the_remote_answered_with()
    {
        Roll roll = new(Options, [Online("a"), Online("b")], S(0));

        Outcome answered = roll.Hear(Online("a"), Says(ReplyKind.Done), S(0.1))!;
        Outcome missing = Assert.Single(roll.Advance(S(3)).Missing);

        Assert.Equal(("frodo", "10.0.0.1"), (answered.Name, answered.Address));
        Assert.Equal(("name of b", "address of b"), (missing.Name, missing.Address));
    }

    [Fact]
    public void Nobody_is_given_up_for_silence_while_others_are_still_heard_for_the_first_time()
    {
        Roll roll = new(Options, [Online("a"), Online("b"), Online("silent")], S(0));
        roll.Hear(Online("a"), Says(ReplyKind.Done), S(1.95));

        Assert.Empty(roll.Advance(S(2)).Missing);
        roll.Hear(Online("b"), Says(ReplyKind.Done), S(2.04));
        Assert.Empty(roll.Advance(S(2.1)).Missing);
        Assert.Equal("silent", Assert.Single(roll.Advance(S(2.14)).Missing).Id);
    }

    [Fact]
    public void However_many_others_begin_the_silence_that_is_allowed_is_at_most_doubled()
    {
        Roll roll = new(Options, [Online("silent")], S(0));
        for (int i = 0; i < 79; i++)
        {
            roll.Hear(Online($"r{i}"), Says(ReplyKind.Done), S(i * 0.05));
            Assert.Empty(roll.Advance(S(i * 0.05)).Missing);
        }

        roll.Hear(Online("one more"), Says(ReplyKind.Done), S(3.99));
        Assert.Equal("silent", Assert.Single(roll.Advance(S(4)).Missing).Id);
    }

    [Fact]
    public void Beats_of_those_at_work_spare_nobody_who_is_silent()
    {
        Roll roll = new(Options, [Online("busy"), Online("silent")], S(0));
        roll.Hear(Online("busy"), Says(ReplyKind.Ack, beat: 1000), S(0.1));
        roll.Hear(Online("busy"), Says(ReplyKind.Ack, beat: 1000), S(1.99));

        Assert.Equal("silent", Assert.Single(roll.Advance(S(2)).Missing).Id);
    }

    [Fact]
    public void A_done_with_an_error_is_no_success()
    {
        Roll roll = new(Options, [Online("a")], S(0));

        Outcome outcome = roll.Hear(Online("a"), Says(ReplyKind.Done) with { Error = new Fault("NoDirectory", "None.") }, S(0.1))!;

        Assert.False(outcome.Succeeded);
    }

    [Theory]
    [InlineData(ReplyKind.Done)]
    [InlineData(ReplyKind.Ack)]
    [InlineData(ReplyKind.Unknown)]
    public void What_comes_after_the_last_word_is_nothing_new(ReplyKind repeated)
    {
        Roll roll = new(Options, [Online("a"), Online("b")], S(0));
        roll.Hear(Online("a"), Says(ReplyKind.Done), S(0.1));

        Assert.Null(roll.Hear(Online("a"), Says(repeated), S(0.2)));
        Assert.False(roll.HearPresence(Online("a", epoch: 9), S(0.2)));
        Assert.Equal((1, 2), (roll.Settled, roll.Count));
    }

    [Fact]
    public void One_that_was_never_heard_is_asked_again_twice_within_the_silence_and_named_at_its_end()
    {
        Roll roll = new(Options, [Online("a")], S(0));

        Assert.Equal(["0.5 asks a", "1.2 asks a", "2 gives up a: Silent"], roll.Tell(S(0)));
    }

    [Fact]
    public void A_spread_of_the_answers_puts_off_asking_again_and_giving_up()
    {
        Roll roll = new(Options with { Spread = S(10) }, [Online("a")], S(0));

        Assert.Equal(["10.5 asks a", "11.2 asks a", "12 gives up a: Silent"], roll.Tell(S(0)));
    }

    [Fact]
    public void An_acknowledgement_and_each_beat_extend_the_wait()
    {
        Roll roll = new(Options, [Online("a")], S(0));

        foreach (double at in new[] { 0.1, 2, 4.5, 7 })
        {
            Assert.Empty(roll.Advance(S(at)).Missing);
            Assert.Null(roll.Hear(Online("a"), Says(ReplyKind.Ack, beat: 1000), S(at)));
        }

        Assert.False(roll.IsComplete);
        Assert.True(roll.Hear(Online("a"), Says(ReplyKind.Done), S(9))!.Succeeded);
    }

    [Fact]
    public void Three_missed_beats_are_silence_and_it_is_asked_again_before()
    {
        Roll roll = new(Options, [Online("a")], S(0));

        roll.Hear(Online("a"), Says(ReplyKind.Ack, beat: 4000), S(1));

        Assert.Equal(["7.3 asks a", "9.4 asks a", "13 gives up a: FellSilent"], roll.Tell(S(1)));
    }

    [Fact]
    public void Beats_shorter_than_the_silence_do_not_shorten_it()
    {
        Roll roll = new(Options, [Online("a")], S(0));

        roll.Hear(Online("a"), Says(ReplyKind.Queued, beat: 1), S(1));

        Assert.Equal("3 gives up a: FellSilent", roll.Tell(S(1))[^1]);
    }

    [Fact]
    public void One_that_is_queued_is_waited_for_as_long_as_it_beats()
    {
        Roll roll = new(Options, [Online("a")], S(0));

        for (int second = 1; second < 100; second++)
        {
            Assert.Empty(roll.Advance(S(second)).Missing);
            roll.Hear(Online("a"), Says(ReplyKind.Queued, beat: 1000), S(second));
        }

        Assert.False(roll.IsComplete);
    }

    [Fact]
    public void One_known_to_be_offline_is_not_waited_for_and_missing_at_the_end()
    {
        Roll roll = new(Options, [Online("a"), Offline("b")], S(0));
        Assert.Equal(["a"], roll.Waiting.Select(remote => remote.Id));

        roll.Hear(Online("a"), Says(ReplyKind.Done), S(0.1));
        Assert.True(roll.IsComplete);
        Outcome missing = Assert.Single(roll.Close(S(0.1)));

        Assert.Equal(("b", AbsenceKind.Offline), (missing.Id, missing.Absence!.Kind));
        Assert.StartsWith("offline since 2026-03-01", missing.Absence.Reason);
        Assert.DoesNotContain("may have run", missing.Absence.Reason);
    }

    [Fact]
    public void One_known_to_be_offline_that_is_born_before_the_end_is_asked_and_waited_for()
    {
        Roll roll = new(Options, [Online("a"), Offline("b")], S(0));

        Assert.True(roll.HearPresence(Online("b", epoch: 2), S(0.1)));
        roll.Hear(Online("a"), Says(ReplyKind.Done), S(0.2));

        Assert.False(roll.IsComplete);
        Assert.True(roll.Hear(Online("b", epoch: 2), Says(ReplyKind.Done), S(0.3))!.Succeeded);
        Assert.True(roll.IsComplete);
        Assert.Empty(roll.Close(S(0.3)));
    }

    [Fact]
    public void An_answer_of_one_known_to_be_offline_counts()
    {
        Roll roll = new(Options, [Online("a"), Offline("b"), Offline("c")], S(0));

        Assert.True(roll.Hear(Offline("b"), Says(ReplyKind.Done), S(0.1))!.Succeeded);
        Assert.Null(roll.Hear(Offline("c"), Says(ReplyKind.Ack, beat: 1000), S(0.1)));

        Assert.Equal(["a", "c"], roll.Waiting.Select(remote => remote.Id).Order());
    }

    [Fact]
    public void A_new_connection_of_a_remote_is_asked_again()
    {
        Roll roll = new(Options, [Online("a", epoch: 5), Online("b", epoch: 5)], S(0));
        roll.Hear(Online("b"), Says(ReplyKind.Ack, beat: 60_000), S(0.1));

        Assert.False(roll.HearPresence(Online("a", epoch: 5), S(1)));
        Assert.True(roll.HearPresence(Online("a", epoch: 6), S(1)));
        Assert.True(roll.HearPresence(Online("b", epoch: 1, incarnation: 2), S(1)));

        Assert.Equal(["1.5 asks a b", "2.2 asks a b", "3 gives up a: Silent", "3 gives up b: Silent"], roll.Tell(S(1)));
    }

    [Fact]
    public void One_that_goes_offline_has_a_grace_to_come_back()
    {
        Roll roll = new(Options, [Online("a")], S(0));
        roll.Hear(Online("a"), Says(ReplyKind.Ack, beat: 60_000), S(0.5));

        Assert.False(roll.HearPresence(Offline("a"), S(1)));
        Assert.Empty(roll.Advance(S(2.9)).Missing);
        Assert.True(roll.HearPresence(Online("a", epoch: 2), S(2.9)));

        Assert.True(roll.Hear(Online("a", epoch: 2), Says(ReplyKind.Done), S(3.1))!.Succeeded);
    }

    [Fact]
    public void One_that_goes_offline_and_stays_away_is_given_up_after_the_grace()
    {
        Roll roll = new(Options, [Online("a"), Online("b")], S(0));
        roll.Hear(Online("a"), Says(ReplyKind.Ack, beat: 60_000), S(0.5));

        roll.HearPresence(Offline("a"), S(1));
        roll.HearPresence(Offline("b", why: Farewell.Restart), S(1));
        RollStep step = roll.Advance(S(1));
        Assert.Empty(step.AskAgain);
        Assert.Equal(S(3), step.Next);
        Outcome[] missing = [.. roll.Advance(S(3)).Missing];

        Assert.Equal([AbsenceKind.WentOffline, AbsenceKind.WentOffline], missing.Select(outcome => outcome.Absence!.Kind));
        Assert.StartsWith("it is now offline since 2026-03-01", missing[0].Absence!.Reason);
        Assert.StartsWith("it is now restarting since 2026-03-01", missing[1].Absence!.Reason);
        Assert.True(roll.IsComplete);
    }

    [Fact]
    public void A_word_from_one_that_was_said_to_be_offline_keeps_it_on_the_roll()
    {
        Roll roll = new(Options, [Online("a")], S(0));

        roll.HearPresence(Offline("a"), S(1));
        roll.Hear(Offline("a"), Says(ReplyKind.Ack, beat: 1000), S(2));

        Assert.Empty(roll.Advance(S(4)).Missing);
        Assert.NotNull(roll.Hear(Offline("a"), Says(ReplyKind.Done), S(4.5)));
    }

    [Fact]
    public void A_stranger_that_answers_joins_the_roll()
    {
        Roll roll = new(Options, [Online("a")], S(0));

        Outcome stranger = roll.Hear(Unheard("x"), Says(ReplyKind.Done), S(0.1))!;
        Assert.Null(roll.Hear(Unheard("y"), Says(ReplyKind.Ack, beat: 1000), S(0.1)));
        roll.Hear(Online("a"), Says(ReplyKind.Done), S(0.1));

        Assert.False(stranger.WasExpected);
        Assert.Equal(["y"], roll.Waiting.Select(remote => remote.Id));
        Assert.Equal(3, roll.Count);
        Outcome missing = Assert.Single(roll.Advance(S(10)).Missing);
        Assert.Equal(("y", false, AbsenceKind.FellSilent), (missing.Id, missing.WasExpected, missing.Absence!.Kind));
    }

    [Fact]
    public void News_of_one_that_is_not_on_the_roll_changes_nothing()
    {
        Roll roll = new(Options, [Online("a")], S(0));

        Assert.False(roll.HearPresence(Online("x"), S(0.1)));
        Assert.False(roll.HearPresence(Offline("x"), S(0.1)));

        Assert.Equal((0, 1), (roll.Settled, roll.Count));
    }

    [Fact]
    public void A_bound_on_the_whole_ends_it_whoever_still_works()
    {
        Roll roll = new(Options with { Total = S(1), Changes = true }, [Online("a"), Online("b"), Offline("c")], S(10));
        roll.Hear(Online("a"), Says(ReplyKind.Ack, beat: 1000), S(10.9));

        Assert.Equal(S(11), roll.Advance(S(10.9)).Next);
        Outcome[] missing = [.. roll.Advance(S(11)).Missing];

        Assert.Equal(["a", "b"], missing.Select(outcome => outcome.Id));
        Assert.All(missing, outcome => Assert.Equal(AbsenceKind.OutOfTime, outcome.Absence!.Kind));
        Assert.Equal("still at work when the time was up", missing[0].Absence!.Reason);
        Assert.Equal("no answer when the time was up; it may have run", missing[1].Absence!.Reason);
        Assert.True(roll.IsComplete);
        Assert.Equal(AbsenceKind.Offline, Assert.Single(roll.Close(S(11))).Absence!.Kind);
    }

    [Fact]
    public void A_bound_that_is_over_does_not_keep_the_caller_busy()
    {
        Roll roll = new(Options with { Total = S(1) }, [Offline("a")], S(0));

        Assert.True(roll.Advance(S(5)).Next > S(5));
    }

    [Fact]
    public void One_that_changes_something_may_have_run_when_it_does_not_answer()
    {
        Roll roll = new(Options with { Changes = true }, [Online("silent"), Unheard("unheard"), Online("works"), Online("left"), Offline("off")], S(0));
        roll.Hear(Online("works"), Says(ReplyKind.Ack, beat: 1000), S(0));
        roll.HearPresence(Offline("left"), S(0));

        Outcome[] missing = [.. roll.Advance(S(3)).Missing, .. roll.Close(S(3))];

        Assert.Equal(["silent", "unheard", "works", "left", "off"], missing.Select(outcome => outcome.Id));
        Assert.All(missing, outcome => Assert.EndsWith("it may have run", outcome.Absence!.Reason));
    }

    [Fact]
    public void What_is_known_of_a_silent_one_is_said()
    {
        Roll roll = new(Options, [Online("held"), Unheard("unheard")], S(0));

        Outcome[] missing = [.. roll.Advance(S(2.5)).Missing];

        Assert.Equal("no answer within 2.5 s, though the broker holds its connection", missing[0].Absence!.Reason);
        Assert.Equal("no answer within 2.5 s; not heard of since the connection to the broker was made", missing[1].Absence!.Reason);
    }

    [Fact]
    public void Closing_early_names_everybody_who_is_waited_for()
    {
        Roll roll = new(Options, [Online("a"), Offline("b"), Online("c")], S(0));
        roll.Hear(Online("c"), Says(ReplyKind.Done), S(0.1));

        IReadOnlyList<Outcome> missing = roll.Close(S(0.5));

        Assert.Equal(
            [("a", AbsenceKind.OutOfTime), ("b", AbsenceKind.Offline)], missing.Select(outcome => (outcome.Id, outcome.Absence!.Kind)));
        Assert.True(roll.IsComplete);
        Assert.Equal(3, roll.Settled);
    }

    [Fact]
    public void A_remote_that_is_expected_twice_is_one()
    {
        Roll roll = new(Options, [Online("a"), Online("a")], S(0));

        Assert.NotNull(roll.Hear(Online("a"), Says(ReplyKind.Done), S(0.1)));

        Assert.True(roll.IsComplete);
        Assert.Equal(1, roll.Count);
    }
}
