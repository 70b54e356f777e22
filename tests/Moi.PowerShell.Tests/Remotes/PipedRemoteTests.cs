using System.Management.Automation;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Remotes;

public sealed class PipedRemoteTests(SharedFleets fleets)
{
    [Theory]
    [InlineData("'frodo'")]
    [InlineData("'FRODO'")]
    [InlineData("'10.10.10.10'")]
    [InlineData("Get-MoiRemote -Name frodo")]
    [InlineData("Get-MoiRemote arch -Name frodo")]
    [InlineData("Invoke-MoiRun true -Name frodo")]
    [InlineData("[pscustomobject]@{ Name = 'frodo' }")]
    [InlineData("[pscustomobject]@{ Address = '10.10.10.10'; Name = 'somebody else' }")]
    [InlineData("[pscustomobject]@{ Id = (Get-MoiRemote -Name frodo).Id; Address = '10.10.10.22'; Name = 'merry' }")]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-MoiRemote -Name frodo)))")]
    [InlineData("'frodo', 'frodo', '10.10.10.10', (Get-MoiRemote -Name frodo)")]
    public async Task Whatever_names_a_remote_can_be_piped(string input)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Equal(["frodo"], session.Run($"{input} | Get-MoiRemote").Clean().Names);
    }

    [Fact]
    public async Task An_error_stands_for_the_remote_it_is_about()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        ScriptResult result = session.Run(
            "Invoke-MoiRun pwd nosuchplace -Name frodo, merry -ErrorVariable failed -ErrorAction SilentlyContinue; $failed | Get-MoiRemote");

        Assert.Equal(["frodo", "merry"], result.Clean().Names);
    }

    [Fact]
    public async Task A_remote_that_the_broker_knows_no_more_is_named_with_what_was_known()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        ScriptResult result = session.Run(
            "[pscustomobject]@{ Id = 'gone'; Address = '10.10.10.99'; Name = 'sam' }, 'frodo' | Get-MoiRemote -TimeoutSeconds 0.3");

        Assert.Equal(["frodo"], result.Names);
        Assert.StartsWith("10.10.10.99 sam failed to respond", result.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("42", "NotARemote")]
    [InlineData("[pscustomobject]@{ Size = 1 }", "NotARemote")]
    [InlineData("[pscustomobject]@{ Name = 42 }", "NotARemote")]
    [InlineData("[System.IO.FileInfo]'/tmp/sam'", "RemoteNotFound")]
    [InlineData("'sam'", "RemoteNotFound")]
    [InlineData("'fro*'", "RemoteNotFound")]
    public async Task Whatever_names_none_is_an_error_and_the_others_answer(string input, string id)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        ScriptResult alone = session.Run($"{input} | Get-MoiRemote");
        ScriptResult first = session.Run($"{input}, 'frodo' | Get-MoiRemote");
        ScriptResult last = session.Run($"'frodo', ({input}) | Get-MoiRemote");

        Assert.Equal((id, 0), (ScriptResult.IdOf(alone.Error), alone.Output.Count));
        Assert.Equal(id, ScriptResult.IdOf(first.Error));
        Assert.Equal(["frodo"], first.Names);
        Assert.Equal(id, ScriptResult.IdOf(last.Error));
        Assert.Equal(["frodo"], last.Names);
    }

    [Theory]
    [InlineData("$null, 'frodo'", new[] { "frodo" })]
    [InlineData("'frodo', $null", new[] { "frodo" })]
    [InlineData("'frodo', ''", new[] { "frodo" })]
    [InlineData("'', $null", new string[0])]
    [InlineData("$null", new string[0])]
    [InlineData("$undefined", new string[0])]
    public async Task Nothing_among_the_piped_remotes_does_not_mean_everyone(string input, string[] expected)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        ScriptResult result = session.Run($"{input} | Invoke-MoiRun true");

        Assert.Equal(expected, result.Names);
        Assert.NotEmpty(result.Errors);
    }

    [Fact]
    public async Task A_name_that_two_remotes_have_is_ambiguous_in_the_pipeline_and_means_both_after_Name()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MoidProcess one = await MoidProcess.StartAsync(new() { Name = "sam", Address = "10.10.10.31", BrokerPort = broker.Port });
        await using MoidProcess two = MoidProcess.Launch(new() { Name = "sam", Address = "10.10.10.32", BrokerPort = broker.Port });
        using ModuleSession session = new();
        session.Connect(broker.Port);
        await Eventually.Holds(() => session.Run("Get-MoiRemote").Names.Count == 2);

        ScriptResult piped = session.Run("'sam' | Get-MoiRemote");

        Assert.Equal(("RemoteAmbiguous", 0), (ScriptResult.IdOf(piped.Error), piped.Output.Count));
        Assert.Equal(ErrorCategory.InvalidArgument, piped.Error.CategoryInfo.Category);
        Assert.Contains("10.10.10.31", piped.Error.ToString());
        Assert.Contains("10.10.10.32", piped.Error.ToString());
        ScriptResult both = session.Run("Get-MoiRemote -Name sam");
        Assert.Equal(["sam", "sam"], both.Names);
        Assert.StartsWith("'sam' means 2 remotes: ", Assert.Single(both.Warnings), StringComparison.Ordinal);
        Assert.Equal(["sam", "sam"], session.Run("Get-MoiRemote | Get-MoiRemote").Clean().Names);
    }
}
