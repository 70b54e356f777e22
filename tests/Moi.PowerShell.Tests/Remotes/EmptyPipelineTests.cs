using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Remotes;

public sealed class EmptyPipelineTests(SharedFleets fleets)
{
    private static readonly string[] Commands =
    [
        "Get-MoiRemote", "Restart-MoiRemote", "Restart-MoiRemote -Wait", "Set-MoiKey emptied yes", "Set-MoiKey emptied -Add yes",
        "Remove-MoiKey emptied", "Start-MoiJob 'exit 0'", "Invoke-MoiRun 'exit 0'", "Test-MoiRemote", "Get-MoiTime", "Remove-MoiRemote -Force -Confirm:$false",
        "Send-MoiFile $manifest tmp", "Receive-MoiFile tmp/nosuchfile", "Invoke-MoiScript $manifest -Cleanup",
    ];

    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task A_filter_that_matches_nobody_addresses_nobody_in_the_next_stage(FleetKind kind)
    {
        using ModuleSession session = await fleets.OpenAsync(kind);
        foreach (string command in Commands)
        {
            Assert.Empty(session.Run($"Get-MoiRemote -Filter nosuchkey | {command}").Clean().Output);
        }

        Assert.Equal([null, null, null, null], session.Run("Get-MoiRemote emptied").Clean().Values("emptied"));
    }

    [Fact]
    public async Task Nothing_is_published_for_a_pipeline_that_brings_nobody()
    {
        using ModuleSession session = new();
        int port = session.Run("Start-MoiDemo -Count 1").Clean().Single.Port;
        session.Run("$failed = Invoke-MoiRun 'exit 3'").Clean();
        await using RawClient spy = await RawClient.ConnectAsync(port);
        await spy.SubscribeAsync("moi/v1/ask/#");

        foreach (string command in Commands)
        {
            Assert.Empty(session.Run($"@() | {command}").Clean().Output);
            Assert.Empty(session.Run($"@() | {command} -Name *").Clean().Output);
            Assert.Empty(session.Run($"@() | {command} -Filter name").Clean().Output);
            Assert.Empty(session.Run($"@() | {command} -IncludeFailed").Clean().Output);
            Assert.Empty(session.Run($"$failed | {command} -WarningAction SilentlyContinue").Output);
            Assert.Empty(session.Run($"{command} -InputObject $failed -WarningAction SilentlyContinue").Output);
            Assert.Empty(session.Run($"{command} -Name nobody-*").Clean().Output);
            Assert.Empty(session.Run($"{command} -Name nobody").Output);
        }

        session.Run("Get-MoiRemote lastquestion").Clean();
        Assert.Contains("lastquestion", Requests.BodyOf(await spy.NextAsync()));
    }
}
