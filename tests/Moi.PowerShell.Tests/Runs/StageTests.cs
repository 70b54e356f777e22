using System.Buffers.Text;
using System.Text.Json;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Runs;

public sealed class StageTests(SharedFleets fleets)
{
    private const string OneFails = "Invoke-MoiRun 'case $PWD in */merry/*) exit 3;; esac'";

    [Fact]
    public async Task The_next_stage_leaves_out_who_failed_and_says_so_once()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        ScriptResult result = session.Run($"{OneFails} | Invoke-MoiRun 'echo next'");

        Assert.Equal(["bilbo", "frodo", "pippin"], result.Names);
        Assert.Empty(result.Errors);
        Assert.Contains("1 remote(s) whose last result was a failure are left out", Assert.Single(result.Warnings));
    }

    [Fact]
    public async Task Who_failed_can_be_included()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Equal(
            ["bilbo", "frodo", "merry", "pippin"],
            session.Run($"{OneFails} | Invoke-MoiRun 'echo next' -IncludeFailed").Clean().Names);
        Assert.Equal(
            ["merry"],
            session.Run($"{OneFails} | Where-Object ExitCode -ne 0 | Get-MoiRemote -IncludeFailed").Clean().Names);
    }

    [Fact]
    public async Task Failures_can_be_looked_at_because_they_are_results_too()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Equal(["merry"], session.Run($"{OneFails} | Where-Object ExitCode -ne 0").Clean().Names);
    }

    [Fact]
    public async Task A_stage_of_many_remotes_is_one_short_message_and_reaches_exactly_those_that_succeeded()
    {
        using ModuleSession session = new();
        int port = session.Run("Start-MoiDemo -Count 130").Clean().Single.Port;
        session.Run("New-MoiGroup many | Set-MoiKey step 1").Clean();
        await using RawClient tap = await RawClient.ConnectAsync(port);
        await tap.SubscribeAsync("moi/v1/ask/#");

        ScriptResult result = session.Run(
            "Invoke-MoiRun 'case $PWD in */frodo/*|*/bilbo/*) exit 3;; esac' | Set-MoiKey step 2 | Where-Object Name -ne merry | Set-MoiKey step 3");

        Assert.Empty(result.Errors);
        Assert.Equal(127, result.Output.Count);
        Assert.Equal(["bilbo", "frodo"], session.Run("Get-MoiRemote -Filter step=1").Names);
        Assert.Equal(["merry"], session.Run("Get-MoiRemote -Filter step=2").Names);
        Assert.Equal(127, session.Run("Get-MoiRemote -Group many -Filter step=3").Clean().Output.Count);
        List<(string Id, int Size)> changes = [];
        while (tap.Messages.TryRead(out RawMessage? asked))
        {
            using JsonDocument envelope = JsonDocument.Parse(asked.Payload);
            using JsonDocument body = JsonDocument.Parse(Base64Url.DecodeFromChars(envelope.RootElement.GetProperty("payload").GetString()));
            if (body.RootElement.GetProperty("verb").GetString() == "set")
            {
                changes.Add((body.RootElement.GetProperty("id").GetString()!, asked.Payload.Length));
            }
        }

        Assert.All(changes, asked => Assert.InRange(asked.Size, 1, 2048));
        Assert.Equal(2, changes.DistinctBy(asked => asked.Id).Count());
    }

    [Fact]
    public async Task Every_stage_is_over_before_the_next_begins()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        ScriptResult result = session.Run(
            "'frodo', 'merry' | Set-MoiKey stage=1 | Invoke-MoiRun 'echo two' | Set-MoiKey stage 2 | Get-MoiRemote stage").Clean();

        Assert.Equal(["frodo", "merry"], result.Names);
        Assert.Equal([2L, 2L], result.Values("stage"));
    }
}
