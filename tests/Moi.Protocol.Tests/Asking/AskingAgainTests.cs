using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using static Moi.Protocol.Tests.Asking.Fleet;

namespace Moi.Protocol.Tests.Asking;

/// <summary>When those who are not heard are asked again, where there are many of them.</summary>
public sealed class AskingAgainTests
{
    private static readonly RollOptions Options = new() { Silence = S(2), AskAgainAtOnce = 2 };

    [Fact]
    public void Many_are_asked_again_in_batches_with_a_pause_between()
    {
        Roll roll = new(Options, [.. "abcde".Select(id => Online($"{id}"))], S(0));

        Assert.Equal(["0.5 asks a b", "0.55 asks c d", "0.6 asks e"], roll.Tell(S(0))[..3]);
    }

    [Fact]
    public void Nobody_is_asked_for_the_second_time_while_another_waits_for_the_first()
    {
        // At one a batch, ten need 0.5 s, and by then the first ones are due for the second time.
        Roll roll = new(Options with { Silence = S(1), AskAgainAtOnce = 1 }, [.. "abcdefghij".Select(id => Online($"{id}"))], S(0));

        IEnumerable<string> asked = roll.Tell(S(0)).Where(line => line.Contains("asks")).Select(line => line[^1..]);

        Assert.Equal("abcdefghij", string.Concat(asked.Take(10)));
    }

    [Fact]
    public void While_answers_pour_in_the_unheard_are_not_asked_again()
    {
        Roll roll = new(Options, [Online("a"), Online("b")], S(0));

        roll.Hear(Online("b"), Says(ReplyKind.Done), S(0.45));

        Assert.Empty(roll.Advance(S(0.5)).AskAgain);
        Assert.Equal(["a"], roll.Advance(S(0.55)).AskAgain);
    }

    [Fact]
    public void Beats_of_many_that_work_do_not_keep_the_unheard_from_being_asked_again()
    {
        Roll roll = new(Options, [Online("unheard"), Online("works")], S(0));
        List<string> asked = [];

        for (double now = 0.05; !roll.IsComplete && now < 1.99; now += 0.05)
        {
            roll.Hear(Online("works"), Says(ReplyKind.Ack, beat: 1000), S(now));
            asked.AddRange(roll.Advance(S(now)).AskAgain);
        }

        Assert.Equal(["unheard", "unheard"], asked);
    }

    [Fact]
    public void A_caller_that_comes_late_does_not_ask_twice_at_once()
    {
        Roll roll = new(Options, [Online("a")], S(0));

        RollStep late = roll.Advance(S(1.5));

        Assert.Equal(["a"], late.AskAgain);
        Assert.True(late.Next > S(1.5));
        Assert.Empty(roll.Advance(S(1.5)).AskAgain);
        Assert.Equal(["1.9 asks a", "2 gives up a: Silent"], roll.Tell(late.Next));
    }

    [Fact]
    public void After_the_operators_connection_is_made_anew_everyone_unheard_is_asked_again_in_batches()
    {
        Roll roll = new(Options, [Online("a"), Online("b"), Online("c"), Online("answered"), Offline("off"), Online("left")], S(0));
        roll.Hear(Online("answered"), Says(ReplyKind.Done), S(0.1));
        roll.Hear(Online("b"), Says(ReplyKind.Ack, beat: 60_000), S(0.1));
        roll.HearPresence(Offline("left"), S(1));

        roll.AskEveryoneAgain(S(1.5));

        Assert.Equal(
            [
                "1.5 asks a b", "1.55 asks c", "2 asks a b", "2.05 asks c", "2.7 asks a b", "2.75 asks c", "3 gives up left: WentOffline",
                "3.5 gives up a: Silent", "3.5 gives up b: Silent", "3.55 gives up c: Silent",
            ],
            roll.Tell(S(1.5)));
    }

    [Fact]
    public void Whoever_answers_is_not_asked_again()
    {
        Roll roll = new(Options, [Online("a"), Online("b")], S(0));
        roll.Hear(Online("a"), Says(ReplyKind.Skip), S(0.1));

        Assert.Equal(["b"], roll.Advance(S(1)).AskAgain);
    }
}
