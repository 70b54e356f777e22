using Moi.PowerShell.Fleet;

namespace Moi.Fleet.Tests;

public sealed class NoticesTests
{
    [Fact]
    public void The_latest_fifty_are_kept_and_taken_out_once()
    {
        Notices notices = new();
        for (int i = 0; i < 1000; i++)
        {
            notices.Add($"{i}");
        }

        Assert.Equal(Enumerable.Range(950, 50).Select(i => $"{i}"), notices.TakeAll());
        Assert.Empty(notices.TakeAll());
    }
}
