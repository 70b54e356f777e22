using System.Management.Automation;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Remotes;

public sealed class GetMoiRemoteTests(SharedFleets fleets)
{
    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task Everyone_answers_with_address_and_name(FleetKind kind)
    {
        using ModuleSession session = await fleets.OpenAsync(kind);

        ScriptResult result = session.Run("Get-MoiRemote").Clean();

        Assert.Equal(
            ["10.10.10.10 frodo", "10.10.10.11 bilbo", "10.10.10.22 merry", "10.10.10.23 pippin"],
            result.Output.Select(remote => remote.ToString()).Order());
        Assert.Equal(4, result.Values("Id").Distinct().Count());
        Assert.All(result.Values("Moid"), version => Assert.Equal("0.2.0", version));
        Assert.All(result.Values("Online"), online => Assert.Equal(true, online));
    }

    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task The_clock_of_a_remote_can_be_filtered_on_in_the_pipeline(FleetKind kind)
    {
        using ModuleSession session = await fleets.OpenAsync(kind);

        Assert.Equal(["bilbo", "frodo", "merry", "pippin"], session.Run("Get-MoiRemote | Where-Object Time -gt 0").Clean().Names);
        Assert.Empty(session.Run("Get-MoiRemote | Where-Object Time -le 0").Clean().Output);
    }

    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task Each_asked_key_is_a_property_and_null_where_it_is_missing(FleetKind kind)
    {
        using ModuleSession session = await fleets.OpenAsync(kind);
        session.Run("Set-MoiKey fellowship yes -Name frodo, merry").Clean();

        ScriptResult result = session.Run("Get-MoiRemote fellowship, nosuchkey").Clean();

        Assert.Equal(
            [("bilbo", null), ("frodo", "yes"), ("merry", "yes"), ("pippin", null)],
            result.Values("Name").Zip(result.Values("fellowship")).Order());
        Assert.Equal([null, null, null, null], result.Values("nosuchkey"));
        Assert.All(result.Values("Keys"), keys =>
            Assert.Equal(["fellowship", "nosuchkey"], ((IReadOnlyDictionary<string, object?>)keys!).Keys));
    }

    [Fact]
    public async Task Values_come_as_what_PowerShell_works_with()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        session.Run(
            "Set-MoiKey @{ v1 = 7; v2 = 1.5; v3 = $true; v4 = 'text'; v5 = 1, 'two'; v6 = @{ code = 0; deep = @{ x = 'y' } } } -Name frodo").Clean();

        ScriptResult result = session.Run("Get-MoiRemote v1, v2, v3, v4, v5, v6, v6.deep.x -Name frodo").Clean();

        Assert.Equal([7L], result.Values("v1"));
        Assert.Equal([1.5], result.Values("v2"));
        Assert.Equal([true], result.Values("v3"));
        Assert.Equal(["text"], result.Values("v4"));
        Assert.Equal([1L, "two"], Assert.IsType<object[]>(Assert.Single(result.Values("v5"))));
        Assert.Equal(0L, result.Single.v6.code);
        Assert.Equal(["y"], result.Values("v6.deep.x"));
    }

    [Fact]
    public async Task A_key_named_like_a_property_is_warned_of_and_stands_in_Keys()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        session.Run("Set-MoiKey Online=perhaps -Name frodo").Clean();

        ScriptResult result = session.Run("Get-MoiRemote Online -Name frodo");

        Assert.Contains(".Keys['Online']", Assert.Single(result.Warnings));
        Assert.Equal([true], result.Values("Online"));
        Assert.Equal("perhaps", result.Single.Keys["Online"]);
    }

    [Fact]
    public async Task Two_keys_that_differ_in_case_only_are_told_apart_in_Keys()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        session.Run("Set-MoiKey ring=one, RING=two -Name frodo").Clean();

        ScriptResult result = session.Run("Get-MoiRemote ring, RING -Name frodo");

        Assert.Contains(".Keys['RING']", Assert.Single(result.Warnings));
        Assert.Equal(["one"], result.Values("ring"));
        Assert.Equal(("one", "two"), ((string, string))(result.Single.Keys["ring"], result.Single.Keys["RING"]));
    }

    [Fact]
    public async Task The_view_has_a_column_for_each_key()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        session.Run("Set-MoiKey @{ col1 = 1; 'second-column' = 'x', 2 } -Name frodo").Clean();

        session.Run("Get-MoiRemote col1, second-column, nosuchkey -Name frodo, merry | Out-Default").Clean();

        Assert.Equal(
            [
                "10.10.10.10     frodo            1            [x,2]         null",
                "10.10.10.22     merry            null         null          null",
                "-------         ----             ----         ------------- ---------",
                "Address         Name             col1         second-column nosuchkey",
            ],
            session.Host.Lines.Select(line => line.TrimEnd()).Where(line => line.Length > 0).Order(StringComparer.Ordinal).OrderBy(line => !char.IsAsciiDigit(line[0])));
    }

    [Fact]
    public async Task A_key_that_nobody_has_and_that_names_a_remote_is_asked_back_about()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Contains("did you mean -Name frodo?", Assert.Single(session.Run("Get-MoiRemote frodo").Warnings));
        Assert.Empty(session.Run("Get-MoiRemote sam").Warnings);
        session.Run("Set-MoiKey pippin here -Name merry; Get-MoiRemote pippin").Clean();
    }

    [Fact]
    public async Task What_cannot_be_a_key_is_said_by_every_remote_that_was_asked()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        ScriptResult result = session.Run("Get-MoiRemote 'no key' -Name frodo, merry");

        Assert.Empty(result.Output);
        Assert.Equal(["BadRequest", "BadRequest"], result.Errors.Select(ScriptResult.IdOf));
        Assert.All(result.Errors, error => Assert.Contains("'no key' cannot be the name of a key", error.ToString()));
        Assert.All(result.Errors, error => Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category));
    }
}
