using System.Management.Automation;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Filters;

public sealed class BlockFilterTests(SharedFleets fleets)
{
    [Theory]
    [InlineData("$_.name -like 'M*'", "merry")]
    [InlineData("$_.name -clike 'M*'", "")]
    [InlineData("$_.addr -like '10.10.10.1?' -and -not ($_.name -eq 'FRODO')", "bilbo")]
    [InlineData("$_.name -in 'frodo', 'pippin'", "frodo pippin")]
    [InlineData("$_.destinations -contains 'HOME' -and (name -eq 'merry')", "merry")]
    [InlineData("$_.nosuchkey -eq $null -and $_.name -ne 'merry'", "bilbo frodo pippin")]
    [InlineData("$_.time -gt 0 -and $_.name -lt 'c'", "bilbo")]
    [InlineData("name -eq pippin", "pippin")]
    public async Task A_block_selects_remotes(string block, string expected)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Equal(expected, string.Join(' ', session.Run($"Get-MoiRemote -Filter {{ {block} }}").Clean().Names));
    }

    [Theory]
    [InlineData("$x = 'frodo'; Get-MoiRemote -Filter { $_.name -eq $x }")]
    [InlineData("$x = 'frodo', 'sam'; Get-MoiRemote -Filter { $_.name -in $x }")]
    [InlineData("function Find-One($x) { Get-MoiRemote -Filter { $_.name -eq $x } }; Find-One frodo")]
    [InlineData("function Get-Other { $x = 'other'; Get-MoiRemote -Filter $args[0] }; $x = 'frodo'; $b = { $_.name -eq $x }.GetNewClosure(); Get-Other $b")]
    [InlineData("$null = New-Module -Name One { function Find-One($x) { Get-MoiRemote -Filter { $_.name -eq $x } } }; Find-One frodo")]
    [InlineData("$global:x = 'frodo'; Get-MoiRemote -Filter { $_.name -eq $global:x }")]
    [InlineData("$env:MOI_TEST_NAME = 'frodo'; Get-MoiRemote -Filter { $_.name -eq $env:MOI_TEST_NAME }")]
    [InlineData("$x = { $_.name -eq 'frodo' }; Get-MoiRemote -Filter $x")]
    public async Task Variables_are_the_callers_as_they_are_when_the_filter_is_given(string script)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Equal(["frodo"], session.Run(script).Clean().Names);
    }

    [Theory]
    [InlineData("$_.a -eq $undefined", "there is no variable $undefined")]
    [InlineData("$_.a -eq $nothing", "$nothing is $null")]
    [InlineData("$_.a -eq $date", "$date holds something else")]
    [InlineData("$_.a -in $dates", "$dates holds something else")]
    [InlineData("$_.a -eq $nan", "$nan holds something else")]
    [InlineData("$_.a -eq $table", "$table holds something else")]
    [InlineData("$_.a -eq $list", "lists go with -in")]
    [InlineData("$_.a -eq $env:MOI_NO_SUCH_VARIABLE", "is $null")]
    [InlineData("$_.a -match 'x'", "the operators here are")]
    public void A_bad_block_is_one_error_and_nobody_is_asked(string block, string expected)
    {
        // Without a broker whatever asks would fail otherwise.
        using ModuleSession session = new();
        session.Run("$nothing = $null; $date = [datetime]::Now; $dates = 1, $date; $nan = [double]::NaN; $table = @{ a = 1 }; $list = 1, 2").Clean();
        foreach (string command in (string[])["Get-MoiRemote", "Restart-MoiRemote", "Set-MoiKey A 1", "Invoke-MoiRun true", "Test-MoiRemote -Quiet"])
        {
            ScriptResult result = session.Run($"{command} -Filter {{ {block} }}");

            Assert.Empty(result.Errors);
            Assert.Empty(result.Output);
            Assert.IsType<ParameterBindingException>(result.Termination?.Exception, exactMatch: false);
            Assert.Contains(expected, result.Termination!.ToString());
        }
    }

    [Fact]
    public async Task A_block_is_never_executed()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.NotNull(session.Run("Get-MoiRemote -Filter { $global:executed = 1 }").Termination);
        Assert.NotNull(session.Run("'frodo' | Get-MoiRemote -Filter { $_.name -eq ($global:executed = 1) }").Termination);

        Assert.Null(session.Get("executed"));
    }

    [Fact]
    public async Task A_filter_with_piped_remotes_must_hold_too()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Equal(["frodo"], session.Run("'frodo', 'merry' | Get-MoiRemote -Filter { $_.name -like 'f*' }").Clean().Names);
    }
}
