using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Remotes;

public sealed class TestMoiRemoteTests(SharedFleets fleets)
{
    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task Everyone_who_answers_is_emitted_with_a_round_trip(FleetKind kind)
    {
        using ModuleSession session = await fleets.OpenAsync(kind);

        ScriptResult result = session.Run("Test-MoiRemote").Clean();

        Assert.Equal(["bilbo", "frodo", "merry", "pippin"], result.Names);
        Assert.All(result.Values("Success"), success => Assert.Equal(true, success));
        Assert.All(result.Values("RoundTrip"), time => Assert.InRange((TimeSpan)time!, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("-Name frodo, merry", true)]
    [InlineData("-Name f*", true)]
    [InlineData("-Filter { $_.name -eq 'frodo' }", true)]
    [InlineData("-Name frodo, sam", false)]
    [InlineData("-Name sam", false)]
    [InlineData("-Name sam*", false)]
    [InlineData("-Filter nosuchkey", false)]
    [InlineData("-Filter name=sam", false)]
    public async Task Quiet_gives_one_bool_and_no_error(string selector, bool expected)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Equal(expected, session.Run($"Test-MoiRemote {selector} -Quiet").Clean().Output.Single().BaseObject);
    }

    [Theory]
    [InlineData("@()")]
    [InlineData("Get-MoiRemote -Filter nosuchkey")]
    [InlineData("42")]
    public async Task Quiet_is_false_where_the_pipeline_brings_nobody(string input)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Equal(false, session.Run($"{input} | Test-MoiRemote -Quiet").Clean().Output.Single().BaseObject);
    }

    [Fact]
    public async Task Quiet_warns_where_nobody_can_be_asked()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        ScriptResult result = session.Run("Test-MoiRemote -Group nosuchgroup -Quiet");

        Assert.Equal(false, result.Output.Single().BaseObject);
        Assert.Empty(result.Errors);
        Assert.Null(result.Termination);
        Assert.Contains("There is no group 'nosuchgroup'", Assert.Single(result.Warnings));
    }

    [Fact]
    public void One_that_is_gone_is_an_error_that_can_be_piped_on()
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo -Count 2; New-MoiGroup all; Stop-MoiDemo -Name bilbo").Clean();

        ScriptResult result = session.Run("Test-MoiRemote -Group all -ErrorVariable missing -ErrorAction SilentlyContinue; $missing | Test-MoiRemote -Quiet");

        Assert.Equal("frodo", ((dynamic)result.Output[0]).Name);
        Assert.Equal(false, result.Output[1].BaseObject);
        Assert.Equal("RemoteOffline", ScriptResult.IdOf(session.Run("Test-MoiRemote -Group all").Error));
        Assert.Equal(false, session.Run("Test-MoiRemote -Group all -Quiet").Clean().Output.Single().BaseObject);
        session.Run("Start-MoiDemo -Name bilbo").Clean();
        Assert.Equal(true, session.Run("$missing | Test-MoiRemote -Quiet").Clean().Output.Single().BaseObject);
    }
}
