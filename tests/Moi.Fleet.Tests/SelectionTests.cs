using System.Text;
using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Groups;
using Moi.Protocol.Filters;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.Fleet.Tests;

/// <summary>Who is meant, and how that is said to the remotes.</summary>
public sealed class SelectionTests
{
    private readonly PresenceBook _book = new();

    public SelectionTests()
    {
        Add("g1", "gate-1", "10.0.0.1", "arm64", online: true);
        Add("g2", "gate-2", "10.0.0.2", "x64", online: false);
        Add("d1", "door", "10.0.0.3", "x64", online: true);
    }

    [Fact]
    public void Without_a_word_everyone_is_meant_those_known_to_be_offline_too()
    {
        Target target = new Selection().Resolve(_book);

        Assert.True(target.Audience.All);
        Assert.Equal("d1 g1 g2", Ids(target));
        Assert.False(target.IsNobody);
    }

    [Theory]
    [InlineData("arch=x64", "d1 g2")]
    [InlineData("arch=arm64", "g1")]
    [InlineData("arch=none", "")]
    [InlineData("stage=1", "d1 g1 g2")]
    [InlineData("all arch=x64 stage=1", "d1 g2")]
    [InlineData("any arch=x64 stage=1", "d1 g1 g2")]
    [InlineData("time=1", "d1 g1 g2")]
    public void A_filter_leaves_out_those_of_whom_it_is_known_that_they_do_not_match(string filter, string expected)
    {
        Target target = new Selection { Filter = Filter.Parse(filter) }.Resolve(_book);

        Assert.Equal(expected, Ids(target));
        Assert.True(target.Audience.All);
        Assert.Equal(Filter.Parse(filter), target.Filter);
    }

    [Theory]
    [InlineData("name=door", "d1")]
    [InlineData("addr=10.0.0.2", "g2")]
    public void A_filter_on_one_name_or_address_bothers_nobody_else(string filter, string expected)
    {
        Target target = new Selection { Filter = Filter.Parse(filter) }.Resolve(_book);

        Assert.Equal([expected], target.Audience.Remotes!);
        Assert.Equal(expected, Ids(target));
    }

    [Fact]
    public void Names_mean_names_addresses_and_ids_and_all_that_is_said_must_hold()
    {
        Selection named = new() { Names = [Exactly("gate-1"), Exactly("10.0.0.2"), Exactly("d1"), Exactly("nobody")] };
        Selection narrowed = named with { Filter = Filter.Parse("arch=x64") };

        Assert.Equal("d1 g1 g2", Ids(named.Resolve(_book)));
        Assert.Equal(["d1", "g1", "g2"], named.Resolve(_book).Audience.Remotes!.Order());
        Assert.Equal("d1 g2", Ids(narrowed.Resolve(_book)));
        Assert.True(new Selection { Names = [Exactly("nobody")] }.Resolve(_book).IsNobody);
    }

    [Fact]
    public void Those_that_are_given_are_meant_each_once_as_far_as_the_rest_holds()
    {
        RemotePresence[] given = [_book.Find("g1")!, _book.Find("d1")!, _book.Find("g1")!];

        Assert.Equal("d1 g1", Ids(new Selection { Given = given }.Resolve(_book)));
        Assert.Equal("d1", Ids(new Selection { Given = given, Names = [Exactly("door"), Exactly("gate-2")] }.Resolve(_book)));
        Assert.True(new Selection { Given = [] }.Resolve(_book).IsNobody);
    }

    [Fact]
    public void All_members_of_a_group_must_answer_also_those_that_cannot_match_and_those_nobody_heard_of()
    {
        Group group = new("gates", [new Member("g1", "10.0.0.1", "gate-1"), new Member("lost", "10.0.0.9", "gate-9")]);

        Target target = new Selection { Group = group, Filter = Filter.Parse("arch=x64") }.Resolve(_book);

        Assert.Equal("g1 lost", Ids(target));
        Assert.Equal(new GroupAudience("gates", group.Generation), target.Audience.Group);
        Assert.Equal(PresenceState.Unknown, target.Expected.Single(remote => remote.Id == "lost").State);
    }

    [Fact]
    public void Of_those_given_only_members_of_the_group_are_meant()
    {
        Group group = new("gates", [new Member("g1", "10.0.0.1", "gate-1"), new Member("g2", "10.0.0.2", "gate-2")]);

        Target target = new Selection { Group = group, Given = [_book.Find("g2")!, _book.Find("d1")!] }.Resolve(_book);

        Assert.Equal("g2", Ids(target));
        Assert.Equal(["g2"], target.Audience.Remotes!);
    }

    private static string Ids(Target target) => string.Join(' ', target.Expected.Select(remote => remote.Id).Order(StringComparer.Ordinal));

    private static NamePattern Exactly(string text) => new(text, IsWildcard: false, name => name == text);

    private void Add(string id, string name, string address, string architecture, bool online) => _book.Hear(
        id,
        Encoding.UTF8.GetBytes(
            $$"""{"id":"{{id}}","addr":"{{address}}","name":"{{name}}","moid":"1","arch":"{{architecture}}","online":{{JsonSerializer.Serialize(online)}},"inc":"00000000-0000-0000-0000-000000000001","epoch":1}"""),
        retained: true,
        expiry: null);
}
