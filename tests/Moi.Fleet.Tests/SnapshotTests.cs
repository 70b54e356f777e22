using Moi.PowerShell.Fleet;

namespace Moi.Fleet.Tests;

public sealed class SnapshotTests
{
    [Fact]
    public async Task It_ends_with_its_own_sentinel_and_no_other()
    {
        Snapshot snapshot = new();
        (byte[] earlier, Task never) = snapshot.Begin();
        (byte[] sentinel, Task back) = snapshot.Begin();

        Assert.False(snapshot.TryEnd(earlier));
        Assert.False(snapshot.TryEnd([]));
        Assert.False(snapshot.TryEnd(sentinel.AsSpan(1)));
        Assert.False(back.IsCompleted);
        Assert.True(snapshot.TryEnd(sentinel));

        await back;
        Assert.False(never.IsCompleted);
    }

    [Fact]
    public void Nothing_is_a_sentinel_before_it_begins() => Assert.False(new Snapshot().TryEnd([]));
}
