using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Remotes;

public sealed class GetMoiTimeTests(SharedFleets fleets)
{
    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task A_remote_on_the_same_machine_is_off_by_no_more_than_the_answer_took(FleetKind kind)
    {
        using ModuleSession session = await fleets.OpenAsync(kind);
        DateTimeOffset before = DateTimeOffset.UtcNow;

        ScriptResult result = session.Run("Get-MoiTime").Clean();

        Assert.Equal(["bilbo", "frodo", "merry", "pippin"], result.Names);
        foreach (dynamic remote in result.Output)
        {
            // The remote's clock has whole milliseconds.
            TimeSpan slack = TimeSpan.FromMilliseconds(2);
            Assert.InRange((DateTimeOffset)remote.Time, before - slack, DateTimeOffset.UtcNow + slack);
            Assert.InRange((TimeSpan)remote.RawDifference, -remote.RoundTrip - slack, slack);
            Assert.InRange((TimeSpan)remote.Difference, (-remote.RoundTrip / 2) - slack, (remote.RoundTrip / 2) + slack);
            Assert.Equal(remote.RawDifference + (remote.RoundTrip / 2), remote.Difference);
        }
    }

    [Fact]
    public async Task The_view_shows_milliseconds()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        session.Run("Get-MoiTime -Name frodo | Out-Default").Clean();

        Assert.Contains(session.Host.Lines, line => line.StartsWith("10.10.10.10", StringComparison.Ordinal) && line.TrimEnd().EndsWith(" ms", StringComparison.Ordinal));
    }
}
