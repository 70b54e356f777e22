using System.Management.Automation;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Remotes;

public sealed class SelectionTests(SharedFleets fleets)
{
    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task A_filter_on_the_beginning_of_the_address_gives_the_bagginses(FleetKind kind)
    {
        using ModuleSession session = await fleets.OpenAsync(kind);

        Assert.Equal(["bilbo", "frodo"], session.Run("Get-MoiRemote -Filter 'addr=10.10.10.1#'").Clean().Names);
    }

    [Fact]
    public async Task A_filter_on_keys_is_evaluated_by_the_remotes()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        session.Run("Set-MoiKey breakfasts 2 -Name merry, pippin").Clean();

        Assert.Equal(["merry", "pippin"], session.Run("Get-MoiRemote -Filter breakfasts").Clean().Names);
        Assert.Equal(["pippin"], session.Run("Get-MoiRemote -Filter 'all breakfasts=2 name=pippin'").Clean().Names);
        Assert.Empty(session.Run("Get-MoiRemote -Filter 'breakfasts=3'").Clean().Output);
    }

    [Theory]
    [InlineData("frodo", new[] { "frodo" })]
    [InlineData("FRODO", new[] { "frodo" })]
    [InlineData("10.10.10.22", new[] { "merry" })]
    [InlineData("frodo, pippin", new[] { "frodo", "pippin" })]
    [InlineData("frodo, f*", new[] { "frodo" })]
    [InlineData("*o", new[] { "bilbo", "frodo" })]
    [InlineData("[mp]*", new[] { "merry", "pippin" })]
    [InlineData("10.10.10.1?", new[] { "bilbo", "frodo" })]
    [InlineData("sam*", new string[0])]
    [InlineData("sam*, frodo", new[] { "frodo" })]
    public async Task Names_are_names_or_addresses_with_or_without_wildcards(string names, string[] expected)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Equal(expected, session.Run($"Get-MoiRemote -Name {names}").Clean().Names);
    }

    [Fact]
    public async Task An_id_is_a_name_too()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        Assert.Equal(["merry"], session.Run("Get-MoiRemote -Name (Get-MoiRemote -Name merry).Id").Clean().Names);
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_an_error_and_the_others_answer()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        ScriptResult result = session.Run("Get-MoiRemote -Name sam, frodo");

        Assert.Null(result.Termination);
        Assert.Equal("RemoteNotFound", ScriptResult.IdOf(result.Error));
        Assert.Equal(ErrorCategory.ObjectNotFound, result.Error.CategoryInfo.Category);
        Assert.Equal("sam", result.Error.TargetObject);
        Assert.Equal(["frodo"], result.Names);
    }

    [Fact]
    public async Task Name_filter_and_pipeline_must_all_hold()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Equal(["frodo"], session.Run("Get-MoiRemote -Name frodo, merry -Filter 'addr=10.10.10.1#'").Clean().Names);
        Assert.Equal(["bilbo"], session.Run("'bilbo', 'pippin' | Get-MoiRemote -Filter 'addr=10.10.10.1#'").Clean().Names);
        Assert.Equal(["merry"], session.Run("'bilbo', 'merry' | Get-MoiRemote -Name m*").Clean().Names);
    }

    [Theory]
    [InlineData("all", "position")]
    [InlineData("=1", "position 0")]
    [InlineData("a b", "position")]
    public void A_bad_filter_is_one_error_that_shows_the_spot_and_nothing_is_asked(string filter, string spot)
    {
        // Without a broker whatever asks would fail otherwise.
        using ModuleSession session = new();

        ScriptResult result = session.Run($"Get-MoiRemote -Filter '{filter}'");

        Assert.Empty(result.Errors);
        Assert.IsType<ParameterBindingException>(result.Termination?.Exception, exactMatch: false);
        Assert.Contains($"Filter '{filter}', {spot}", result.Termination!.ToString());
    }

    [Theory]
    [InlineData("-Name ''")]
    [InlineData("-Name @()")]
    [InlineData("-Name $null")]
    [InlineData("-Name frodo, ''")]
    [InlineData("-Name $undefined")]
    [InlineData("-Filter ''")]
    [InlineData("-Filter $null")]
    [InlineData("-InputObject $null")]
    [InlineData("-InputObject @()")]
    public void An_empty_selector_is_an_error_and_never_means_everyone(string selector)
    {
        using ModuleSession session = new();
        foreach (string command in (string[])["Get-MoiRemote", "Restart-MoiRemote", "Set-MoiKey A 1", "Invoke-MoiRun true"])
        {
            ScriptResult result = session.Run($"{command} {selector}");

            Assert.IsType<ParameterBindingException>(result.Termination?.Exception, exactMatch: false);
            Assert.Empty(result.Output);
        }
    }
}
