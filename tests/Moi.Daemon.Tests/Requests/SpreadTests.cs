using CsCheck;
using Moi.Daemon.Requests;

namespace Moi.Daemon.Tests.Requests;

public sealed class SpreadTests
{
    [Fact]
    public void Everyone_has_a_place_of_its_own_within_the_spread_and_always_the_same() =>
        Gen.Select(Gen.String, Gen.Int).Sample((id, milliseconds) =>
        {
            TimeSpan place = Spread.Of(id, milliseconds);
            Assert.InRange(place, TimeSpan.Zero, TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, 60_000)));
            Assert.Equal(place, Spread.Of(id, milliseconds));
        });

    [Fact]
    public void It_is_the_same_place_in_every_version_and_on_every_device() =>
        Assert.Equal((481, 9241), ((int)Spread.Of("r1", 10_000).TotalMilliseconds, (int)Spread.Of("frodo", 10_000).TotalMilliseconds));

    [Fact]
    public void A_fleet_is_spread_evenly()
    {
        int[] tenths = new int[10];
        for (int i = 0; i < 10_000; i++)
        {
            tenths[Math.Min(9, (int)(Spread.Of($"remote-{i}", 1000).TotalMilliseconds / 100))]++;
        }

        Assert.All(tenths, tenth => Assert.InRange(tenth, 800, 1200));
    }
}
