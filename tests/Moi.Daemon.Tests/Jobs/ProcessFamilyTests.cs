using System.Runtime.Versioning;

using Moi.Daemon.Jobs;

namespace Moi.Daemon.Tests.Jobs;

[SupportedOSPlatform("linux")]
public sealed class ProcessFamilyTests
{
    private const int Self = 50;

    [Fact]
    public void Children_and_sessions_are_followed_in_any_order()
    {
        Assert.Equal(
            [100, 101, 102, 103, 104],
            Family(
                root: 100,
                Entry(104, parent: 1, session: 103),
                Entry(103, parent: 102, session: 103),
                Entry(102, parent: 1, session: 100),
                Entry(101, parent: 100, session: 100),
                Entry(100, parent: Self, session: 100),
                Entry(200, parent: 1, session: 200)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void One_that_is_just_being_reaped_brings_nobody_along(int session) =>
        Assert.Equal(
            [100, 101],
            Family(
                root: 100,
                Entry(100, parent: Self, session: 100),
                Entry(101, parent: 100, session) with { Dead = true },
                Entry(2, parent: 0, session: 0),
                Entry(300, parent: 1, session)));

    [Fact]
    public void This_process_and_init_and_their_sessions_stay_out() =>
        Assert.Equal(
            [100, 101, 102],
            Family(
                root: 100,
                Entry(1, parent: 100, session: 1),
                Entry(Self, parent: 100, session: 40),
                Entry(100, parent: Self, session: 100),
                Entry(101, parent: 100, session: 40),
                Entry(102, parent: 100, session: 1),
                Entry(40, parent: 1, session: 40),
                Entry(41, parent: 40, session: 1)));

    private static ProcessEntry Entry(int id, int parent, int session) => new(id, parent, session, 7, Dead: false);

    private static IEnumerable<int> Family(int root, params ProcessEntry[] all)
    {
        var family = new ProcessFamily(all, Self);
        family.AddWhere(entry => entry.Id == root);
        return family.Members.Select(entry => entry.Id).Order();
    }
}
