using System.Management.Automation;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Results;

public sealed class GroupMoiResultTests(SharedFleets fleets)
{
    private const string TwoAlike = "Invoke-MoiRun 'case $PWD in */merry/*) echo odd; exit 3;; */pippin/*) echo other;; *) echo same; echo lines;; esac'";

    [Fact]
    public async Task Equal_outputs_become_one_the_most_frequent_first()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        IReadOnlyList<PSObject> groups = session.Run($"{TwoAlike} | Group-MoiResult").Clean().Output;

        Assert.Equal("bilbo, frodo (2)", groups[0].ToString());
        Assert.Equal("same\nlines", groups[0].Properties["Value"].Value);
        Assert.Equal(["merry (1)", "pippin (1)"], groups.Skip(1).Select(group => group.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal([0, 0, 3], groups.Select(group => (int)group.Properties["ExitCode"].Value).Order());
    }

    [Fact]
    public async Task The_odd_ones_can_be_piped_on()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Equal(["merry", "pippin"], session.Run($"{TwoAlike} | Group-MoiResult | Where-Object Count -eq 1 | Get-MoiRemote").Clean().Names);
    }

    [Fact]
    public async Task Other_properties_can_be_compared_and_remotes_are_by_their_keys()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        session.Run("Set-MoiKey fold=1 -Name frodo, merry, pippin").Clean();

        Assert.Equal(
            ["frodo, merry, pippin (3)|1", "bilbo (1)|null"],
            session.Run("Get-MoiRemote fold | Group-MoiResult | ForEach-Object { \"$_|$($_.Value)\" }").Clean().Output.Select(text => text.ToString()));
        Assert.Equal(
            ["bilbo, frodo, pippin (3)|True", "merry (1)|False"],
            session.Run($"{TwoAlike} | Group-MoiResult Success | ForEach-Object {{ \"$_|$([bool]::Parse($_.Value))\" }}").Clean().Output.Select(text => text.ToString()));
        Assert.Equal("ExitCode: 3\nStdout: odd", session.Run($"{TwoAlike} | Group-MoiResult ExitCode, Stdout | Where-Object Names -contains merry").Clean().Single.Value);
    }

    [Fact]
    public async Task What_cannot_be_compared_is_an_error_and_hides_nothing()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        ScriptResult result = session.Run($"$x = {TwoAlike}; @('text') + $x | Group-MoiResult");

        Assert.Equal("NothingToCompare", ScriptResult.IdOf(result.Error));
        Assert.Contains("-Property", result.Error.ToString());
        Assert.Equal(3, result.Output.Count);
        Assert.Equal("NothingToCompare", ScriptResult.IdOf(session.Run("Get-MoiRemote -Name frodo | Group-MoiResult NoSuch").Error));
    }

    [Fact]
    public async Task Failures_with_different_complaints_are_different()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Equal(4, session.Run("Invoke-MoiRun 'echo $PWD >&2; exit 1' | Group-MoiResult").Clean().Output.Count);
    }

    [Fact]
    public async Task A_group_is_shown_with_all_lines_of_its_output_below_its_names()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        session.Run($"{TwoAlike} -Name frodo, bilbo, merry | Group-MoiResult | Out-Default").Clean();

        Assert.Equal(
            ["bilbo, frodo (2)", "----------------", "same", "lines", "merry (1), exit code 3", "----------------------", "odd"],
            session.Host.Lines.Where(line => line.Length > 0));
    }
}
