using System.Text;
using System.Text.Json;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;
using Moi.Testing;

namespace Moi.Protocol.Tests.Presence;

public sealed class PresenceBookTests
{
    private static readonly Guid First = Guid.NewGuid();
    private static readonly Guid Second = Guid.NewGuid();

    private readonly ManualClock _clock = new();
    private readonly PresenceBook _book;

    public PresenceBookTests() => _book = new PresenceBook(_clock);

    [Fact]
    public void A_birth_makes_a_remote_known_and_online()
    {
        RemotePresence? heard = Hear(Message(epoch: 1));

        Assert.Equal(heard, _book.Find("a"));
        Assert.Equal((PresenceState.Online, false), (heard!.State, heard.Clashes));
        Assert.Equal(("10.0.0.1", "frodo"), (heard.Address, heard.Name));
        Assert.Equal(["a"], _book.Remotes.Select(remote => remote.Id));
        Assert.Null(_book.Find("b"));
    }

    [Theory]
    [InlineData(Farewell.Lost)]
    [InlineData(Farewell.Stopped)]
    [InlineData(Farewell.Restart)]
    public void A_farewell_or_will_of_the_same_connection_makes_it_offline(Farewell farewell)
    {
        Hear(Message(epoch: 1));

        RemotePresence gone = Hear(Message(epoch: 1, farewell: farewell))!;

        Assert.Equal((PresenceState.Offline, farewell), (gone.State, gone.Message.Farewell));
    }

    [Fact]
    public void A_will_that_comes_after_the_next_birth_is_old_news()
    {
        Hear(Message(epoch: 1));
        Hear(Message(epoch: 2));

        Assert.Null(Hear(Message(epoch: 1, farewell: Farewell.Lost)));

        Assert.Equal((PresenceState.Online, 2), (_book.Find("a")!.State, _book.Find("a")!.Message.Epoch));
    }

    [Fact]
    public void A_birth_said_again_on_the_same_connection_is_old_news_unless_it_says_something_new()
    {
        Hear(Message(epoch: 1));

        Assert.Null(Hear(Message(epoch: 1)));
        RemotePresence warned = Hear(Message(epoch: 1) with { Warnings = ["another daemon uses the same id"] })!;

        Assert.Equal(["another daemon uses the same id"], _book.Find("a")!.Message.Warnings);
        Assert.Equal(warned, _book.Find("a"));
    }

    [Fact]
    public void A_birth_that_contradicts_a_stale_will_makes_it_online_again()
    {
        Hear(Message(epoch: 1));
        Hear(Message(epoch: 1, farewell: Farewell.Lost));

        Assert.Equal(PresenceState.Online, Hear(Message(epoch: 1))!.State);
    }

    [Fact]
    public void Epochs_of_different_incarnations_do_not_compare()
    {
        Hear(Message(epoch: 100));
        Hear(Message(epoch: 100, farewell: Farewell.Lost));

        RemotePresence replaced = Hear(Message(epoch: 1, incarnation: Second))!;

        Assert.Equal((PresenceState.Online, Second, false), (replaced.State, replaced.Message.Incarnation, replaced.Clashes));
    }

    [Fact]
    public void Two_incarnations_that_are_online_at_once_clash_as_long_as_the_latest_stays()
    {
        Hear(Message(epoch: 1));

        Assert.True(Hear(Message(epoch: 1, incarnation: Second))!.Clashes);
        Assert.True(Hear(Message(epoch: 2, incarnation: Second))!.Clashes);
        Assert.False(Hear(Message(epoch: 2, incarnation: Second, farewell: Farewell.Stopped))!.Clashes);
        Assert.False(Hear(Message(epoch: 3, incarnation: Second))!.Clashes);
    }

    [Fact]
    public void An_empty_message_removes_a_remote()
    {
        Hear(Message(epoch: 1));

        Assert.Null(_book.Hear("a", [], retained: false, expiry: null));
        Assert.Null(_book.Hear("never-known", [], retained: false, expiry: null));

        Assert.Empty(_book.Remotes);
    }

    [Fact]
    public void Live_news_is_of_now()
    {
        Assert.Equal(_clock.GetUtcNow(), Hear(Message(epoch: 1), expiry: PresenceMessage.Expiry)!.Since);
    }

    [Fact]
    public void Kept_news_is_as_old_as_its_expiry_has_run_down()
    {
        RemotePresence kept = Hear(Message(epoch: 1), retained: true, expiry: PresenceMessage.Expiry - TimeSpan.FromHours(3))!;

        Assert.Equal(_clock.GetUtcNow() - TimeSpan.FromHours(3), kept.Since);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(10)]
    public void Kept_news_whose_expiry_does_not_run_down_is_of_nobody_knows_when(int? moreDays)
    {
        TimeSpan? expiry = moreDays is { } days ? PresenceMessage.Expiry + TimeSpan.FromDays(days) : null;

        Assert.Null(Hear(Message(epoch: 1), retained: true, expiry: expiry)!.Since);
    }

    [Fact]
    public void When_the_operators_connection_is_made_anew_nobodys_state_is_known_until_heard()
    {
        Hear(Message(epoch: 1));
        Hear(Message(epoch: 1) with { Id = "b", Online = false, Farewell = Farewell.Lost });

        _book.ForgetStates();
        Assert.All(_book.Remotes, remote => Assert.Equal((PresenceState.Unknown, null), (remote.State, remote.Since)));
        Assert.Equal(["a", "b"], _book.Remotes.Select(remote => remote.Id).Order());
        RemotePresence heard = Hear(Message(epoch: 1), retained: true)!;

        Assert.Equal(PresenceState.Online, heard.State);
        Assert.Equal(PresenceState.Unknown, _book.Find("b")!.State);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("x")]
    [InlineData("\u0000")]
    [InlineData("""{"id":"other","addr":"1","name":"n","moid":"1","arch":"x","online":true,"inc":"00000000-0000-0000-0000-000000000001","epoch":9}""")]
    [InlineData("""{"id":"a","addr":null,"name":"n","moid":"1","arch":"x","online":true,"inc":"00000000-0000-0000-0000-000000000001","epoch":9}""")]
    [InlineData("""{"id":"a","addr":"1","name":null,"moid":"1","arch":"x","online":true,"inc":"00000000-0000-0000-0000-000000000001","epoch":9}""")]
    [InlineData("""{"id":"a","addr":"1","name":"n","moid":null,"arch":"x","online":true,"inc":"00000000-0000-0000-0000-000000000001","epoch":9}""")]
    [InlineData("""{"id":"a","addr":"1","name":"n","moid":"1","arch":null,"online":true,"inc":"00000000-0000-0000-0000-000000000001","epoch":9}""")]
    [InlineData("""{"id":"a","addr":"1","name":"n\u001b[2J","moid":"1","arch":"x","online":true,"inc":"00000000-0000-0000-0000-000000000001","epoch":9}""")]
    [InlineData("""{"id":"a","addr":"1\n","name":"n","moid":"1","arch":"x","online":true,"inc":"00000000-0000-0000-0000-000000000001","epoch":9}""")]
    [InlineData("""{"id":"a","addr":"1","name":"n","moid":"1","arch":"x","online":null,"inc":"00000000-0000-0000-0000-000000000001","epoch":9}""")]
    [InlineData("""{"id":"a","addr":"1","name":"n","moid":"1","arch":"x","inc":"00000000-0000-0000-0000-000000000001","epoch":9}""")]
    [InlineData("""{"id":"a","addr":"1","name":"n","moid":"1","arch":"x","online":true,"inc":"none","epoch":9}""")]
    [InlineData("""{"id":"a","addr":"1","name":"n","moid":"1","arch":"x","online":true,"inc":"00000000-0000-0000-0000-000000000001","epoch":1e30}""")]
    [InlineData("""{"id":"a","addr":"1","name":"n","moid":"1","arch":"x","online":false,"farewell":"bored","inc":"00000000-0000-0000-0000-000000000001","epoch":9}""")]
    [InlineData("""{"id":"a","addr":"1","name":"n","moid":"1","arch":"x","online":false,"farewell":1,"inc":"00000000-0000-0000-0000-000000000001","epoch":9}""")]
    public void What_is_no_presence_message_is_refused_and_changes_nothing(string payload)
    {
        RemotePresence before = Hear(Message(epoch: 1))!;

        Assert.ThrowsAny<JsonException>(() => _book.Hear("a", Encoding.UTF8.GetBytes(payload), retained: false, expiry: null));

        Assert.Same(before, Assert.Single(_book.Remotes));
    }

    [Fact]
    public void Members_that_a_later_version_adds_are_passed_over()
    {
        string later = Encoding.UTF8.GetString(Bytes(Message(epoch: 1))).Replace("{", """{"later":[1,{"x":null}],""");

        Assert.NotNull(_book.Hear("a", Encoding.UTF8.GetBytes(later), retained: false, expiry: null));
    }

    [Theory]
    [InlineData(Farewell.Restart, "restarting since 2026-03-01 12:00:00", "restarting")]
    [InlineData(Farewell.Stopped, "offline since 2026-03-01 12:00:00, it was stopped", "offline, it was stopped")]
    [InlineData(Farewell.Lost, "offline since 2026-03-01 12:00:00, its connection was lost", "offline, its connection was lost")]
    [InlineData(null, "offline since 2026-03-01 12:00:00, its connection was lost", "offline, its connection was lost")]
    public void Why_one_is_offline_is_said_and_since_when_where_that_is_known(Farewell? farewell, string with, string without)
    {
        DateTime noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Local);
        RemotePresence gone = new(Message(1) with { Online = false, Farewell = farewell }, PresenceState.Offline, noon, Clashes: false);

        Assert.Equal(with, gone.Describe());
        Assert.Equal(without, (gone with { Since = null }).Describe());
        Assert.Equal("online", (gone with { State = PresenceState.Online }).Describe());
        Assert.StartsWith("not heard of", (gone with { State = PresenceState.Unknown }).Describe());
    }

    private static PresenceMessage Message(long epoch, Guid? incarnation = null, Farewell? farewell = null) => new()
    {
        Id = "a",
        Address = "10.0.0.1",
        Name = "frodo",
        Moid = "1.0.0",
        Architecture = "x64",
        Online = farewell is null,
        Farewell = farewell,
        Incarnation = incarnation ?? First,
        Epoch = epoch,
    };

    private static byte[] Bytes(PresenceMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, MessageJson.Wire.PresenceMessage);

    private RemotePresence? Hear(PresenceMessage message, bool retained = false, TimeSpan? expiry = null) =>
        _book.Hear(message.Id, Bytes(message), retained, expiry);
}
